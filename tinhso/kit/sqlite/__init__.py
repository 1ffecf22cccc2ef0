"""SQLite for many writers: Django's own backend with a queue in front of the one write lock, and durable by oath."""
