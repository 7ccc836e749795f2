"""Finds the nodes that may fail a shape, so that pySHACL need be asked about those only."""
