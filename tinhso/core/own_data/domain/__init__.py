"""The craft of own data: the kinds of requests with their terms, and how a copy is sealed."""
