"""What people type about hours and numbers."""
