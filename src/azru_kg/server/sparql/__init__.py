"""The SPARQL endpoint and the Graph Store Protocol, as ASGI applications."""
