"""What the simulated bank and gateways have in common: the server, the faults, the orders, the look of their pages."""
