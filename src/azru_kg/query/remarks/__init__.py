"""What is no error in a query and may still not be meant, each by a rule of its own."""
