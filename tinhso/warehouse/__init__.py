"""Facts and indicators, counted from the log. It knows no system's tables."""
