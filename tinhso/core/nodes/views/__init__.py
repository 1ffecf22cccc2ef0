"""Doors of the province for its nodes and its engineer, and of a node for the people around it."""

from tinhso.core.nodes.views import checking

__all__ = ["checking"]
