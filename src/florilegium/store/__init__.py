"""Things kept and put in place: the cache, the record of a build, files written whole.

In: values and bytes. Out: files below ``build/``, each put in place whole or not at all.
It never decides what is made, and nothing here knows what a book is.
Read ``cache.py`` first.
"""
