"""SHACL: the shapes as they are read, which nodes they are about, and the verdict on them."""
