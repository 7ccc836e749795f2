"""The stored queries as pages and as data: with fields for what can be chosen of each."""
