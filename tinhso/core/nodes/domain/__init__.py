"""What a node and the province say to each other: items in a chain, bundles, who they are. No database, no clock."""
