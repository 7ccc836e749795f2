"""The pages that teach the terms: the ontology as it is used, the shapes as what they ask for."""
