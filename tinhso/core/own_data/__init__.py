"""A person's rights over their own data: a copy of everything, and requests to the offices by the clock of the law."""
