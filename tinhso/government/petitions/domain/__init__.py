"""Pure craft of petitions: words that all share, topics as a tree, rules that find the desk. No database, no clock."""
