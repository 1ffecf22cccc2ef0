"""What a person may type about petitions, at the desk and elsewhere."""
