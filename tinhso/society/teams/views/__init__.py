"""The pages of community teams."""
