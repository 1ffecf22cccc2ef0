"""Steering: index, strategy, alerts, directives, the wall. Sees the province only through the warehouse."""
