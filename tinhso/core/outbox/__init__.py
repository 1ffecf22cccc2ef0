"""The outbox: what a phone kept without signal is taken in once, and answered with a receipt that it verifies."""
