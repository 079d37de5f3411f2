"""Finding and reading files, within limits, with positions."""
