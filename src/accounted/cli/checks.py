"""`estimate --checks`: the assumption behind an estimate tried from several sides, in sentences or as JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from accounted import mse
from accounted.cli.show import Drawn
from accounted.model.canonical import plain
from accounted.model.capture import CaptureTable, NotEstimable
from accounted.model.errors import UsageError

__all__ = ["check_tables", "checks_json", "parse_conclusion", "say_checks"]

_WORDS: Mapping[str, tuple[Literal["over", "under"], bool]] = {
    "over": ("over", False),
    "more than": ("over", False),
    "at least": ("over", True),
    "under": ("under", False),
    "fewer than": ("under", False),
    "at most": ("under", True),
}
_CONCLUSION = re.compile(rf"\s*({'|'.join(_WORDS)})\s+([0-9]{{1,3}}(?:[,.  ][0-9]{{3}})+|[0-9]+)\s*", re.IGNORECASE)


def parse_conclusion(said: str) -> mse.Conclusion:
    """Read a conclusion such as `over 10,000`.

    Raises:
        UsageError: Other words, or no whole number.

    >>> parse_conclusion("at least 10,000")
    Conclusion(words='at least 10,000', number=10000.0, direction='over', inclusive=True)
    """
    found = _CONCLUSION.fullmatch(said)
    if not found:
        raise UsageError(
            f"cannot read the conclusion “{said}”", mend=f"write one of {', '.join(_WORDS)} and a whole number"
        )
    direction, inclusive = _WORDS[found[1].lower()]
    return mse.Conclusion(said.strip(), float(re.sub(r"[^0-9]", "", found[2])), direction, inclusive)


def check_tables(
    tables: Sequence[CaptureTable], conclusions: Sequence[mse.Conclusion], seed: int, prob: float, drawn: Drawn
) -> list[mse.Checks | NotEstimable]:
    """Run all checks on every table."""
    return [mse.run_checks(table, seed=seed, conclusions=conclusions, prob=prob, progress=drawn) for table in tables]


def say_checks(checks: Sequence[mse.Checks | NotEstimable]) -> list[str]:
    """All that the checks say, line by line."""
    lines = []
    for found in checks:
        if isinstance(found, NotEstimable):
            lines.append(f"{found.stratum}: no checks, for it is not estimable: {found.reason}")
            continue
        for title, part in (
            ("If the people on no list were more or fewer", found.sensitivity),
            ("Lists of known size, estimated from the others", found.known_answers),
            ("Without one list", found.leave_one_out),
            ("If some people on a single list were no victims", found.over_count),
        ):
            lines += ["", f"{found.stratum}: {title}", *(f"  - {sentence}" for sentence in part.sentences)]
    return lines


def checks_json(checks: Sequence[mse.Checks | NotEstimable]) -> list[object]:
    """The checks as plain data."""
    return [plain(found) for found in checks]
