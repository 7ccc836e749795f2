"""HTML: what a person sees of answers, things and graphs."""
