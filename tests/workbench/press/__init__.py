"""Page layout timed: an anthology made for it, and the programs it is measured beside."""
