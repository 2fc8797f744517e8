"""Tests of the pictures of the trends."""
