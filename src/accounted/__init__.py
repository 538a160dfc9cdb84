"""From contested claims to counts that stand up.

    inquiry = accounted.open("my-inquiry")
    inquiry.run()

The engines work alone too: `accounted.claims`, `accounted.linkage`, `accounted.mse`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounted.inquiry import Inquiry
    from accounted.inquiry import init_inquiry as init
    from accounted.inquiry import open_inquiry as open  # noqa: A004 - the contract names it so

__all__ = ["Inquiry", "__version__", "init", "open"]
__version__ = "0.1.0"

_LAZY = {"open": "open_inquiry", "init": "init_inquiry", "Inquiry": "Inquiry"}


_ENGINES = ("claims", "linkage", "mse")


def __getattr__(name: str) -> object:
    if name in _ENGINES:
        return importlib.import_module(f"accounted.{name}")
    if name in _LAZY:
        return getattr(importlib.import_module("accounted.inquiry"), _LAZY[name])
    raise AttributeError(f"module 'accounted' has no attribute {name!r}")
