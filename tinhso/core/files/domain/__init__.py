"""What a file is, whether it is harmless, and what is kept of it. No database, no request, no Django."""
