"""Every error says what, where and how to mend, and has its exit code."""

import inspect

from accounted.model import errors


def all_errors():
    return [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, errors.AccountedError)]


def test_the_tree_in_the_docstring_is_the_tree():
    for error in all_errors():
        line = next(line for line in errors.__doc__.splitlines() if error.__name__ in line.split())
        assert f"exit {error.exit_code}" in line
    named = {name for name in errors.__all__ if isinstance(getattr(errors, name), type)}
    assert named == {e.__name__ for e in all_errors()}


def test_all_parts_are_shown():
    shown = str(errors.UnreadableList("no name column", where="a.csv", mend="name it"))
    assert shown == "a.csv: no name column. To mend: name it"


def test_several_are_shown_together():
    several = errors.InputErrors([errors.InputError("one"), errors.InputError("two", where="b.csv")])
    assert "one" in str(several)
    assert "b.csv: two" in str(several)
