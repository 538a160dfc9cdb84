"""What a figure was measured with."""

import datetime
import platform
from importlib.metadata import version

from accounted.inquiry.runs import code_version

__all__ = ["describe"]


def describe() -> str:
    """One line on the machine, the versions and the day."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("splink", "duckdb", "numpy", "numba"))
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    return f"{today}; {platform.system()}, Python {platform.python_version()}, {packages}; accounted {code_version()}"
