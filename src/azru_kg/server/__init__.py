"""The HTTP side: the SPARQL protocol and plain pages over any engine.

Nothing here evaluates a query: the web process reads requests, negotiates formats and passes on the
bytes that the engine hands it.
"""
