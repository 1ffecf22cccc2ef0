"""Telling a person, by whatever channel reaches them."""
