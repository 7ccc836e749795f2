"""Serves pictures of what the graph holds, with their numbers and where these come from."""
