"""The strip of each indicator: what every reporter says of it, year by year."""
