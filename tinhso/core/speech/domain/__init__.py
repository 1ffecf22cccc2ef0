"""The craft of speaking: numbers, days, money and codes put into words, texts cut into sentences. No tables."""
