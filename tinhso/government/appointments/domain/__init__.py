"""Appointments and queue numbers: rules and formulas."""
