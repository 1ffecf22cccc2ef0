"""Places: the tree of province, district, commune and village through time, and its reorganisations."""
