"""Several web processes that are one server: on one port, with one copy of the data."""
