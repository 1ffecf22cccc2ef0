"""What a strategy counts with: units, figures, ways ahead. No database, no request, no clock."""
