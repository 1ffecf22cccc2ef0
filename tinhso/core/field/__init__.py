"""The field worker's app: a day's work of some villages on a phone, to be used without signal."""
