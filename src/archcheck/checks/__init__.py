"""The rule engine and the check functions."""
