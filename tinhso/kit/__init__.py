"""What every floor above is made with: the passport of a system, doors, pages, texts. It has no tables."""
