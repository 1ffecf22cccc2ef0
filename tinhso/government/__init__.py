"""Digital government: procedures, petitions, documents."""
