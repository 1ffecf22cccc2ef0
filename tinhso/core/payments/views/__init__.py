"""The pages of money: for who pays, for the counter, for the office whose account it is, and the doors of the rails."""
