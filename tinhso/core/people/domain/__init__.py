"""The craft of the people register: numbers, cards, names, phones, likeness, sealing. No database, no clock."""
