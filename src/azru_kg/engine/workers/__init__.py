"""Queries in guarded worker processes that share one copy of a dataset."""
