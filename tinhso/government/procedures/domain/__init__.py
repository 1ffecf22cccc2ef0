"""The craft of procedures: what the law's tables say, read and checked. No database, no clock of its own."""
