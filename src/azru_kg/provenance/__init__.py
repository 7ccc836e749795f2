"""Which documents an answer rests on: for each row, the smallest sets of graphs that suffice."""
