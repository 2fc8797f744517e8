"""`make run`: every process of the local product, started, watched and stopped."""
