"""Answers queries with a SPARQL 1.1 server elsewhere, behind the same guard, limits and formats.

From the bottom up: `connection` sends one query and says what is wrong with a reply; `wording` is
what the server is sent for a query; `conversion` reads what it sends back, and writes it in the
format that was asked for; `breaker` leaves a server alone that fails; `survey` finds out how it
holds the data; `remote` is the engine made of them.
"""
