"""Puts a release into a SPARQL engine: under other names, read back and compared, then at once.

From the bottom up: `addresses` finds where an engine is asked, changed and loaded; `remote` does
these over HTTP; `values` tells whether two spellings say the same; `staging` names what is loaded
and not yet public; `publication` does all of it in order.
"""
