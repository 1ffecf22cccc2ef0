"""The craft of telling: words with gaps, lengths of text messages, channels, quiet hours, limits. No tables."""
