"""The columns that names are compared by, worked out once per record."""

from __future__ import annotations

from collections.abc import Sequence

from accounted.text.names import is_latin, name_tokens, romanise_name, token_key

__all__ = ["NAME_CHARACTERS", "name_columns"]

NAME_CHARACTERS = 100
"""Characters of a name that are compared letter by letter."""


def name_columns(names: Sequence[str]) -> dict[str, object]:
    """Make what is compared of a record's names."""
    tokens = [name_tokens(name) for name in names]
    keys = [tuple(token_key(t) for t in ts if len(t) > 1) or tuple(token_key(t) for t in ts) for ts in tokens]
    main = next((n for n, name in enumerate(names) if is_latin(name) and tokens[n]), 0)
    full = [" ".join(sorted(k)) for k in keys if any(k)]
    written = [t for t in tokens[main] if len(t) > 1] or list(tokens[main])
    given, family = (token_key(written[0]), token_key(written[-1])) if written else ("", "")
    return {
        "name": romanise_name(names[main])[:NAME_CHARACTERS] or None,
        "latin": is_latin(names[main]),
        "whole_names": sorted({" ".join(sorted(ts))[:NAME_CHARACTERS] for ts in tokens if ts}),
        "whole_keys": sorted(set(full)),
        "token_keys": sorted({key for k in keys for key in k if key}),
        "written": [f"{token_key(t)} {romanise_name(t)}"[:NAME_CHARACTERS] for t in written],
        "given_key": given or None,
        "family_key": (family if len(written) > 1 else "") or None,
        "full_key": full[0] if full else None,
        "ends_key": " ".join(sorted((given, family))) if len(written) > 1 else (given or None),
    }
