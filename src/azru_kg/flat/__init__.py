"""Flat tables of a release, one a kind, each column with its meaning and the term it is from.

`read_table` gives the rows of one of the `TABLES` out of anything that answers SPARQL; `restore`
makes the graph's own statements of rows again, so that what is lost on the way is known.
"""
