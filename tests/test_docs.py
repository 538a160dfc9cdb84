"""Documentation that cannot go stale: every command, option, setting, error and file is named."""

import re
from pathlib import Path

import pytest
import typer

from accounted.cli.main import app
from accounted.inquiry import settings
from accounted.model import errors

DOCS = Path(__file__).parents[1] / "docs"
COMMANDS = typer.main.get_command(app).commands


@pytest.mark.parametrize("verb", sorted(COMMANDS))
def test_every_command_and_option_is_documented(verb):
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert f"`{verb}" in text
    for parameter in COMMANDS[verb].params:
        for option in parameter.opts:
            if option.startswith("--") and option != "--help":
                assert option in text, option


MODELS = [
    settings.Settings, settings.ListSettings, settings.TableSettings, settings.QuestionSettings,
    settings.ReferenceSettings, settings.Override, settings.Relations, settings.Actor,
    settings.PlaceSettings, settings.LanguageModel, settings.CodebookSettings, settings.TimeStamps,
]  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_every_setting_is_documented(model):
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    for name in model.model_fields:
        assert re.search(rf"`{name}`|\[\[(?:questions\.)?{name}\]\]|\b{name} =", text), name


@pytest.mark.parametrize("name", [name for name in errors.__all__ if name != "NO_SPACE"])
def test_every_error_is_documented_with_its_exit_code(name):
    text = (DOCS / "errors.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| `{name}` \| (\d) \|", text, re.MULTILINE)
    assert row, name
    assert int(row[1]) == getattr(errors, name).exit_code


def test_every_page_is_linked_from_the_readme():
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    for page in DOCS.rglob("*.md"):
        assert page.relative_to(DOCS.parent).as_posix() in readme, page.name
