"""The graph of this project: where it lies, how it is read, what is stored and measured in it."""
