"""Digital economy: tourism, market, provenance, invoices."""
