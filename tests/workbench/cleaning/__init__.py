"""Measuring cleaning on pages with gold text, beside the tools people use otherwise.

Reads a folder of records; writes nothing but its report. No page of it may be copied anywhere.
"""
