"""What an index is made of, reckoned without a database: documents, formulas, totals, ranks, choices."""
