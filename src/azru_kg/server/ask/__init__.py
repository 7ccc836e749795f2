"""What the pages ask of the engine themselves."""
