"""How to cite what the graph says: in words, and as reference managers take it."""
