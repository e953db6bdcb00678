"""Inputs nobody would send on purpose, and what the package makes of them."""
