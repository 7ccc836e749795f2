"""How RDF is written here: Turtle in the project's own style, TriG and RDF/XML."""
