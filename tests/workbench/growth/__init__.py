"""How the time of each stage grows with its input: over a hundred shapes that strangers make."""
