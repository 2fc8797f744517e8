"""The house: models, services and the pure modules of the diary."""
