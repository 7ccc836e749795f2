"""The releases that are served: the current one, and older ones at addresses that stay."""
