"""Cases: one engine for everything that has a state, an owner, a clock and a next step."""
