"""Engines: each reads the log of some days and counts it by the rules; all give equal results."""
