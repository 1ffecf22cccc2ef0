"""What an office types about a petition."""
