"""Reconciliation: which things of the graph the names in somebody's table may mean (API 0.2)."""
