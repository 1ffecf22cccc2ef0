"""The pages: the index a leader opens in the morning, each point explained, ranks, choices, rounds, catalogues."""
