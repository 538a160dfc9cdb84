"""The only code that touches the record."""
