"""PostgreSQL as Django speaks it, without a question before each request whether it is still there."""
