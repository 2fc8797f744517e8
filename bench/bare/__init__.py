"""The least that storing an episode takes: what the product's POST is held against."""
