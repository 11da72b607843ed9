"""What the workflow needs from the rest of the world, in domain words."""
