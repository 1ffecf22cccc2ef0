"""Phones with ODK Collect as clients: forms of the house as XForms, and what is sent back."""
