"""One module a format: a run to text."""
