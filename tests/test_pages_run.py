"""The code on the pages of the documentation runs as it stands there."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {
    page.relative_to(DOCS).as_posix(): re.findall(
        r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M
    )
    for page in sorted(DOCS.rglob("*.md"))
}


@pytest.mark.parametrize("page", [name for name, blocks in PAGES.items() if blocks])
def test_the_code_of_a_page_runs(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shared: dict[str, object] = {}
    for block in PAGES[page]:
        exec(compile(block, page, "exec"), shared)
    assert "Traceback" not in capsys.readouterr().out


def test_the_step_by_step_page_has_code():
    assert len(PAGES["how-to/estimate.md"]) >= 7
