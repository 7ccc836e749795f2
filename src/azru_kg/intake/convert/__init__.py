"""States what rows say: a module for each kind of sheet, each with a function `convert`."""
