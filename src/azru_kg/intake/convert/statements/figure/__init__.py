"""What the cells of a figure mean."""
