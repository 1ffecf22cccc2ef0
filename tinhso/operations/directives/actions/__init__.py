"""What people can do with directives."""
