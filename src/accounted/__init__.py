"""From contested claims to counts that stand up."""

__version__ = "0.1.0"
