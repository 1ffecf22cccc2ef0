"""What people type about targets and figures."""
