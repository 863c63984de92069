"""The editor's files, read strictly, once: ``book/*.toml``, styles, pictures, fixed words.

In: the folder of a book. Out: frozen settings that the rest of the program trusts, or one clear
error for each mistake, with its file and line. It never writes, and never reads a seed.
Read ``project.py`` first.
"""
