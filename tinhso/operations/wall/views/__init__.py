"""The pages of the wall."""
