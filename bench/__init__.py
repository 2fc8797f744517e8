"""Figures of the running product, and of the same work with everything left out."""
