"""Which technology is this: data and matching."""
