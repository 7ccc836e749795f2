"""Turns sheets of facts, a row each, into the Turtle files of the graph.

From bottom to top: `dates`, `cells`, `schemas` and `fields` say what a row may hold; `texts`,
`json_rows`, `csv_rows` and `sheets` read rows, `faults` and `wording` tell what is wrong with them;
`terms` and `register` know what their words and ids mean, `convert` states what a row says,
`drafts` collects these statements file by file, `merging` and `writing` put them into `graph/`,
`run` does it all, `report` accounts for every row. `templates` gives empty sheets.
"""
