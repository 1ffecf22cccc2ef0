"""People: a person once, with their household, home, languages and identity number."""
