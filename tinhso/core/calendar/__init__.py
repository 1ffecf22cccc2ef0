"""The working calendar: which days and hours count, as data."""
