"""Pictures as SVG, drawn from figures alone: what is served, and how, is known elsewhere."""
