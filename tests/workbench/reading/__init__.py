"""Measuring how seeds of every kind are read."""
