"""What people can do with procedures: the only place that writes."""
