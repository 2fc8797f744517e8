"""Django's SQLite engine with another way to wait: see ``base``."""
