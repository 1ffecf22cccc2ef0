"""Machines outside: the national identity, and the apps and passkeys that prove a second time."""
