"""The host machine: the library Pango; Node, its packages and a Chromium.

In: the machine. Out: the environment in which page layout, or a check in a browser, can run.
It never asks for root, and never changes anything outside the folder it is given.
Read ``pango.py`` first.
"""
