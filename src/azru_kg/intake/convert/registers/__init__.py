"""States what things are: a module for each kind of register."""
