"""The craft of the register: kinds, electronic identifiers, tax codes, tables. No database, no clock."""
