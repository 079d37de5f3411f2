"""Use cases: the one place that wires the parts together and starts other programs."""
