"""Findings, figures and pages in which every number leads back to its source."""
