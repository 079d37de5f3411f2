"""From facts to the service graph, and questions to it."""
