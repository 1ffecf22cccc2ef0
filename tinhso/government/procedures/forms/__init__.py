"""What people may type about procedures."""
