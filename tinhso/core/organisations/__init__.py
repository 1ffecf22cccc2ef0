"""Organisations: agencies and their departments, enterprises, cooperatives, household businesses."""
