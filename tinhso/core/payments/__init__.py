"""What people owe and pay: asked for by any system, paid by any rail, kept in books that always add up."""
