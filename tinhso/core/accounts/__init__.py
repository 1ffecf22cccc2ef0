"""Accounts: who signs in, which posts they hold, what they may do, for whom they act."""
