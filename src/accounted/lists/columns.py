"""Find out what each column of a list means: by the words of its title, checked against its values.

A title proposes, the values decide: a column `age` that holds years of birth is no age. What a person says in the
settings comes first and is not checked against values.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from accounted.lists.casualty_columns import casualty_check
from accounted.lists.statuses import status_check
from accounted.lists.titles import FIELDS, SEVERAL, Field, fits, title_words
from accounted.lists.values import is_blank, read_age, states_sex
from accounted.model.errors import UnreadableList
from accounted.text.dates import guess_calendar, read_date

__all__ = ["is_capture_table", "map_columns", "recognise_columns"]

_NAME_FIELDS: frozenset[Field] = frozenset({"name", "given_name", "family_name", "father_name", "native_name"})
_VALUES_CHECKED = 300
_SHARE_NEEDED = 0.5
_DISTINCT_IDS = 0.9
_MOST_LISTS = 50
_SETTINGS = ("calendar", "date_order")
_SHORT_NAMES = frozenset(title_words(title) for title in ("name", "nom", "nombre", "الاسم", "نام"))


def recognise_columns(header: Sequence[str], sample_rows: Iterable[Sequence[str]]) -> tuple[tuple[Field, str], ...]:
    """Guess what each column means.

    Args:
        header: The titles.
        sample_rows: Some rows, as wide as the header.

    Returns:
        Pairs of a field and a title in the table's order; a title stands at most once, only the fields of
        `SEVERAL` may repeat.

    >>> recognise_columns(["no", "nom", "prénom", "sexe"], [["1", "Vask", "Ombra", "F"]])
    (('id', 'no'), ('family_name', 'nom'), ('given_name', 'prénom'), ('sex', 'sexe'))
    """
    rows = list(sample_rows)
    columns = {title: [row[i] for row in rows if not is_blank(row[i])] for i, title in enumerate(header)}
    proposals = sorted(
        (-score, header.index(title), FIELDS.index(field), field, title)
        for title in columns
        for field in FIELDS
        if (score := fits(title, field))
    )
    found: dict[str, Field] = {}
    for _, _, _, field, title in proposals:
        free = field in SEVERAL or field not in found.values()
        if title not in found and free and _values_fit(field, title, columns[title]):
            found[title] = field
    _settle_short_names(found)
    return tuple((found[title], title) for title in header if title in found)


def _settle_short_names(found: dict[str, Field]) -> None:
    """Let a bare `name` beside a family name be the given name, and `nom` beside `prénom` the family name."""
    title = next((t for t, field in found.items() if field == "name"), None)
    if title is None or title_words(title) not in _SHORT_NAMES:
        return
    fields = set(found.values())
    if "family_name" in fields and "given_name" not in fields:
        found[title] = "given_name"
    elif title_words(title) == ("nom",) and "given_name" in fields and "family_name" not in fields:
        found[title] = "family_name"


def _values_fit(field: Field, title: str, values: list[str]) -> bool:
    """Whether most of a column's different values, or the values of most of its rows, are what its title says.

    Where many died on one day a few odd cells are most of the different values; where most dates are "not known" the
    others are.
    """
    distinct = sorted(set(values))
    if field == "list":
        return 2 <= len(distinct) <= _MOST_LISTS and len(distinct) < len(values)
    if field == "id":
        return len(distinct) >= _DISTINCT_IDS * len(values)
    if not values:
        return True
    some = distinct[:: max(1, len(distinct) // _VALUES_CHECKED)]
    check, counts = _check(field, title, some), Counter(values)
    fit = [value for value in some if check(value)]
    of_rows = sum(counts[value] for value in fit) / sum(counts[value] for value in some)
    return max(len(fit) / len(some), of_rows) >= _SHARE_NEEDED


def _check(field: Field, title: str, values: list[str]) -> Callable[[str], bool]:
    if field == "sex":
        return states_sex
    if field == "age":
        return lambda value: read_age(value) is not None
    if field == "status":
        return status_check(title, values)
    if field in ("birth", "died", "act_date"):
        calendar = guess_calendar(values, title=title)
        return lambda value: read_date(value, calendar=calendar) is not None
    own = casualty_check(field, title)
    if own is not None:
        return own
    if field in ("external_id", "postcode", "incident", "gazetteer_id"):
        return lambda value: any(character.isalnum() for character in value)
    return lambda value: any(character.isalpha() for character in value)


def map_columns(
    header: Sequence[str], sample_rows: Iterable[Sequence[str]], said: Mapping[str, str | Sequence[str]]
) -> tuple[tuple[Field, str], ...]:
    """Join what a person says about the columns with what is recognised in the others.

    An empty title (`age = ""`) says that the list has no such column. A field that is said is not looked for elsewhere.

    Raises:
        UnreadableList: For a field that does not exist and a title that the table does not have, the nearest offered.

    >>> map_columns(["who", "when"], [["Ombra Vask", "2031"]], {"name": "who", "died": "when"})
    (('name', 'who'), ('died', 'when'))
    """
    chosen: dict[str, Field] = {}
    for key, titles in said.items():
        if key in _SETTINGS:
            continue
        field = _field(key)
        for title in [titles] if isinstance(titles, str) else titles:
            if title:
                chosen[_title(title, header, key)] = field
    rest = [title for title in header if title not in chosen]
    places = [header.index(title) for title in rest]
    guessed = recognise_columns(rest, ([row[i] for i in places] for row in sample_rows))
    names_said = _NAME_FIELDS & set(said)
    for field, title in guessed:
        if field not in said and not (field in _NAME_FIELDS and names_said and field != "native_name"):
            chosen[title] = field
    return tuple((chosen[title], title) for title in header if title in chosen)


def _field(key: str) -> Field:
    field = next((f for f in FIELDS if f == key), None)
    if field is None:
        near = difflib.get_close_matches(key, [*FIELDS, *_SETTINGS], 1)
        known = ", ".join([*FIELDS, *_SETTINGS])
        hint = f"did you mean {near[0]}? " if near else ""
        raise UnreadableList(f"a list has no field {key!r}", mend=f"{hint}Fields are {known}")
    return field


def _title(wanted: str, header: Sequence[str], key: str) -> str:
    if wanted in header:
        return wanted
    alike = [title for title in header if title_words(title) == title_words(wanted) and title_words(wanted)]
    if len(alike) == 1:
        return alike[0]
    near = difflib.get_close_matches(wanted.casefold(), [title.casefold() for title in header], 1, 0.5)
    nearest = next((title for title in header if near and title.casefold() == near[0]), "")
    raise UnreadableList(
        f"there is no column {wanted!r} for the {key}",
        where=f"column {wanted}",
        mend=(f"did you mean {nearest!r}? " if nearest else "") + f"The columns are {', '.join(header)}",
    )


def is_capture_table(header: Sequence[str], sample_rows: Iterable[Sequence[str]]) -> bool:
    """Whether a table counts people by the lists they are on: a column `count`, and 0 or 1 in at least two others.

    A value other than 0 and 1 does not make a list of it as long as most are: the error is shown by who reads it.

    >>> is_capture_table(["A", "B", "count"], [["1", "0", "12"], ["1", "1", "3"], ["0", "2", "9"]])
    True
    >>> is_capture_table(["name", "count"], [["Ombra Vask", "1"]])
    False
    """
    rows = list(sample_rows)
    others = [i for i, title in enumerate(header) if title.strip().casefold() != "count"]
    if len(others) != len(header) - 1 or len(others) < 2 or not rows:
        return False
    return all(2 * sum(row[i].strip() in ("0", "1", "0.0", "1.0") for row in rows) > len(rows) for i in others)
