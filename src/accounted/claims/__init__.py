"""Passages in, claims out; claims and questions compared."""
