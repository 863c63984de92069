"""Cleaning rules as data (``*.toml``), and how they find their lines.

In: the units of a text and the rules. Out: the lines that each rule takes, by name and reason.
A rule never decides about a line that it has not looked at, and knows no site by name.
Read ``rule.py`` first, then ``matching.py``.
"""
