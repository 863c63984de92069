"""Cleaning measured on pages with gold text, beside the tools that people use otherwise."""
