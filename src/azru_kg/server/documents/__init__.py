"""Linked data and self-description: a document for each thing that the graph names."""
