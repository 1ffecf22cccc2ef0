"""Pages of accounts: the doors in and out, one's own account, the register of accounts, the demo's people."""
