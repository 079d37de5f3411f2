"""The run for somebody at a terminal."""
