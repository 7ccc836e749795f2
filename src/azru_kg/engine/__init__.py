"""Answers queries: what a query engine is, Oxigraph in process, and Oxigraph in guarded workers.

From the bottom up: `protocol` says what an engine is. `scope` finds what a query sees; `embedded`
answers it in process. In `workers`, `wire` is what processes say to each other; `worker` and
`zygote` are the processes; `parent` holds them from the web process, `relay` logs what they write
to stderr, `exchange` puts one request to one worker, and `pool` is the engine made of them.
"""
