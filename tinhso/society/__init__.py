"""Digital society: community teams, health, learning."""
