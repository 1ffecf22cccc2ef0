"""Doors of the province for its nodes and its engineer, and of a node for the people around it."""
