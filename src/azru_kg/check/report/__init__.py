"""Writes what came of a validation, for people and for machines."""
