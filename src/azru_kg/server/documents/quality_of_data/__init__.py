"""The page of quality: how well claims are borne out, and how much there is of what."""
