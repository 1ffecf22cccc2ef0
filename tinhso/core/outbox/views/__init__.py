"""Doors of the outbox, and what makes a door of any system one that phones can deliver to."""
