"""Measuring the product, and training its model: no part of what a user installs.

``python -m workbench press`` times page layout beside other programs, ``clean DATA`` scores
cleaning, ``python -m workbench.training.train DATA`` makes the model's weights anew.
"""
