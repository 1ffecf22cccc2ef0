"""Definitions as data, their logic and the legal clock. Nothing here touches the database."""
