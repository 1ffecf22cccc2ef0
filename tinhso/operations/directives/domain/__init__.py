"""What directives are made of: words, measuring, papers."""
