"""What people can do with counters, hours and numbers."""
