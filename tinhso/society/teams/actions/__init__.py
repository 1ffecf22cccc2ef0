"""All that can be done with community teams."""
