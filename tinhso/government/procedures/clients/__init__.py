"""Machines outside: the national portal."""
