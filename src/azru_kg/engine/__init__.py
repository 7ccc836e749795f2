"""Answers queries: what an engine is, Oxigraph in process and in guarded workers, and others.

From the bottom up: `protocol` says what an engine is. `scope` finds what a query sees; `embedded`
answers it in process. In `workers`, `wire` is what processes say to each other; `worker` and
`zygote` are the processes; `parent` holds them from the web process, `root` starts and ends the
first of them, `relay` logs what they write to stderr, and `exchange` puts one request to one
worker. `turns` hands workers to clients, `lineage` keeps the zygotes, `crew` keeps the workers, and
`pool` is the engine made of them. In `remote` the engine is a SPARQL server elsewhere, to which
`credentials` say who we are.
"""
