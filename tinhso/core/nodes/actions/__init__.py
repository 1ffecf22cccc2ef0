"""What is done with nodes: at the province (registering, receiving, replaying, telling), and at a node."""
