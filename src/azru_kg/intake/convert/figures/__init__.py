"""Reads the parts of a row of observations: what it measures, its value, its sides, its label."""
