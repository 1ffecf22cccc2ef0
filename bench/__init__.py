"""Speeds and sizes, measured and printed, never asserted by a timed test.

CPU per request is application plus database, read from the kernel's own accounting, beside an empty view in the same
run, so that a noisy machine does not matter. `make bench` prints the tables and keeps them in `bench/results.md`.
"""
