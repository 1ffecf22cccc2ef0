"""Letting a phone in, what it is offered, what becomes of what it sends."""
