"""The words of each language that is read, as data: one module per language, no rule in any of them."""
