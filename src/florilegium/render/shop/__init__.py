"""Printers and their terms: what an edition asks, and what a shop takes → one print job.

In: an edition, the tables of printers, papers and colour profiles (TOML, each fact with its
source and date). Out: a `PrintJob` in millimetres, or one clear error. It never guesses a
shop's fact: what no source says is the editor's to say. Read ``job.py``.
"""
