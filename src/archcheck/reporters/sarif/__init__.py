"""SARIF 2.1.0: a run for code scanning and editors."""
