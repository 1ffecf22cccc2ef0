"""What is understood on the telephone, and what is said there: data and rules."""
