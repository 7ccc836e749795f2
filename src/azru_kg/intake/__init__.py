"""Turns sheets of facts, a row each, into the Turtle files of the graph.

From bottom to top: `dates`, `cells`, `schemas` and `fields` say what a row may hold; `texts`,
`json_rows`, `csv_rows` and `sheets` read rows, `faults` and `wording` tell what is wrong with them;
`word_tables` and `register` know what their words and ids mean, `order` says what is stated first,
`convert` states what a row says, `drafts` collects these statements file by file, `take_in` does
this for all sheets, and `building` makes the files of `graph/` of it, which `writing` puts in their
places. `canaries` notices a batch that shrank, `report` accounts for every row, `templates` gives
empty sheets.
"""
