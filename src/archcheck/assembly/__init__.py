"""Which files make a deployment."""
