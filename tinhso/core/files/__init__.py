"""Files: stored once by what they contain, examined before anything trusts them, shown only to who may see them."""
