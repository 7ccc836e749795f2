"""What is wrong with data, where it stands, and how to mend it."""
