"""What people may type about community teams."""
