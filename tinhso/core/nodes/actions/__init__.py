"""What is done with nodes: at the province (registering, receiving, letting in, telling), and at a node."""
