"""All that can be done with petitions, their topics and their rules."""
