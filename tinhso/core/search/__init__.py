"""Search: one folded text column and one index per database over everything a person may find by typing."""
