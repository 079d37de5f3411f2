"""The eight practices: what counts, and how a verdict is reached."""
