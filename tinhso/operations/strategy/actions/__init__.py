"""What people can do with strategies, targets and figures."""
