"""Measurements, with versions and date in every table; no test, and nothing here is tuned on scoring sets."""
