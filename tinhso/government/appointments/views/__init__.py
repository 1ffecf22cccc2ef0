"""The pages of appointments and queues."""
