"""Doors of the field worker's app."""
