"""The host machine: the library Pango; Node and a Chromium; processes, and what they put aside.

In: the machine. Out: the environment in which page layout, or a check in a browser, can run,
and processes that end with this one. It never asks for root, and never changes anything
outside the folder it is given. Read ``pango.py`` first.
"""
