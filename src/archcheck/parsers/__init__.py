"""One reader a format: documents to facts."""
