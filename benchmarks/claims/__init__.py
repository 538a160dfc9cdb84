"""How well claims are read, and how fast."""
