"""What people can do with indices: publish a version, open a round, declare, attach, hand in, verify, publish."""
