"""Turns sheets of facts, a row each, into the Turtle files of the graph.

From bottom to top: `dates` and `schemas` say what a row may hold, `sheets` reads rows, `terms` and
`register` know what its words and ids mean, `convert` states what a row says, `drafts` collects
these statements file by file, `writing` puts them into `graph/`, `run` does it all.
"""
