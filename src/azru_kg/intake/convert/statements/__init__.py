"""States what documents say: a module for each kind of statement."""
