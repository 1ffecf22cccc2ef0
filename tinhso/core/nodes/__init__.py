"""The commune's node: the same program in the commune house, that takes in for the province while the line is cut."""
