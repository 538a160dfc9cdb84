"""Capture tables in, estimates out (multiple systems estimation)."""
