"""What agents are told: tools over the Model Context Protocol that read this graph and cite it."""
