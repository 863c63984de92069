"""Bytes and books that nobody would write, through all stages, the laws as assertions."""
