"""How figures are read, judged, coloured and put into words: pure."""
