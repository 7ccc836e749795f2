"""Finds things by their names, in whatever script and nearly whatever spelling."""
