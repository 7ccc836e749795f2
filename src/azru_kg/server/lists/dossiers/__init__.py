"""Pages that gather what lists have of a year, of two people, or of promises about a thing."""
