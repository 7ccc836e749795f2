"""The graph for programs in Python: `azru_kg.open()`, and what it gives.

From the bottom up: `binding` gives Python values to a query, as terms (`azru_kg.rdf.native`);
`result_rows` are the rows of an answer, which `text_table` and `notebook` show, and
`azru_kg.rdf.frames` makes frames of;
`asking` asks a store in this process or a server elsewhere; `describing` gathers what is said of a
thing; `kg` is the graph that is asked, and `opening` finds it.
"""
