"""The lists of the site: pages that are narrowed, sorted and turned, and the same rows as data."""
