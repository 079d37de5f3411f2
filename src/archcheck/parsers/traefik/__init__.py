"""Traefik: its rule language, its labels, its files."""
