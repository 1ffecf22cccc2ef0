"""A stand-in for a gateway of telephone calls: it takes what the product says next, plays it, and brings the keys."""
