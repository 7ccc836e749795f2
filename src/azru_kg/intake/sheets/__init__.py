"""Sheets of rows: what a row may hold, how it is read, and what is wrong with it.

From bottom to top: `dates`, `cells`, `schemas` and `fields` say what a row may hold; `texts`,
`json_rows`, `csv_rows` and `sheet_rows` read rows, `faults` and `wording` tell what is wrong with
them; `canaries` notices a batch that shrank, `word_tables` reads what words mean, `templates` gives
empty sheets, with the rows of `examples`.
"""
