"""The craft of community teams: words, lists, routes, cover, allowances. No database, no clock."""
