"""Sending twice is a no-op: a key made by the client, and the answer it was given, kept with the effect itself."""
