"""Says what a shape asks, and how to fix what it finds."""
