"""Pictures of what each side says of the same, and of how far they are apart."""
