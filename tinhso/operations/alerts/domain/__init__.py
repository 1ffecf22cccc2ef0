"""Rules and what they see: no database, no request, no clock of its own."""
