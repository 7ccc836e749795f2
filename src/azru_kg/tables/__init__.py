"""Lists of what the graph holds: what each is made of, and what a choice of its rows looks like."""
