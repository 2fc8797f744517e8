"""Trends: pure figures, intervals and verdicts over a diary's plain rows."""
