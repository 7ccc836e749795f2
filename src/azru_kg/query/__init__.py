"""SPARQL text before an engine sees it: cut into tokens, guarded, outlined, explained."""
