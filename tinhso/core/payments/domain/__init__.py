"""What money is here: whole đồng, codes that people type, states, rails, the books."""
