"""The model of boilerplate trained: pages with gold text in, the files of weights out."""
