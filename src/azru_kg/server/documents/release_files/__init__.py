"""The files of the release: how they are made, kept and sent."""
