"""Templates to bytes: every page is whole in itself, under a policy that lets nothing else in.

The style sheet stands inside each page and the policy names its hash; nothing is loaded, nothing runs.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from accounted.model.view import InquiryView
from accounted.report.links import anchor, from_trace

__all__ = ["Frame", "frame_of", "render_page"]

_NUMBER = re.compile(r"(\d[\d,.]*\d|\d)")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands on every page.

    Args:
        title: Of the inquiry.
        notice: A sentence on every page, or empty.
        draft: Whether the inquiry has not stated its standard of proof (R12).
        style: The style sheet.
        policy: The content policy, with the style sheet's hash.
        code_version: Printed at the foot.
    """

    title: str
    notice: str
    draft: bool
    style: Markup
    policy: str
    code_version: str


def frame_of(view: InquiryView) -> Frame:
    """Make the frame of an inquiry's pages."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return Frame(
        title=view.title,
        notice=view.notice,
        draft=not view.standard_of_proof.strip(),
        style=Markup(style),  # noqa: S704 (our own file, no outside text)
        policy=policy,
        code_version=view.code_version,
    )


def render_page(template: str, path: str, frame: Frame, **parts: Any) -> bytes:
    """Render one page that will stand at `path` below `output/`."""
    link: Callable[[str], str] = from_trace if path.startswith("trace/") else str
    text = _environment().get_template(template).render(frame=frame, link=link, **parts)
    return text.encode("utf-8", "replace")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("accounted.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["anchor"] = anchor
    made.filters["with_links"] = _with_links
    return made


def _with_links(text: str, href: str) -> Markup:
    parts = _NUMBER.split(text)
    linked = Markup('<a class="n" href="{}">{}</a>')
    return Markup("").join(linked.format(href, part) if number % 2 else part for number, part in enumerate(parts))


@cache
def _style() -> str:
    text = (resources.files("accounted.report") / "templates" / "style.css").read_text("utf-8")
    return " ".join(line.strip() for line in text.splitlines() if line.strip())
