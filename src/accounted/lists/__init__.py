"""Tables in, records out."""
