"""Turns sheets of facts, a row each, into the Turtle files of the graph.

From bottom to top: `sheets` has the rows; `drafts` collects what they state, file by file;
`register` knows what their words and ids mean, `order` says what is stated first, `convert` states
what a row says, `take_in` does this for all sheets, and `building` makes the files of `graph/` of
it, which `writing` puts in their places. `report` accounts for every row.
"""
