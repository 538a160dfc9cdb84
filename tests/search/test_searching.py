import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.model.errors import DiskFull, RecordDamaged, UsageError
from accounted.model.search import SEARCH_MODES, Part, SearchEntry
from accounted.search import find_entries, index_stamp, parse_words, write_index
from accounted.text.search_tokens import find_tokens

TEXTS = [
    "Mohammad Sample was killed in Velmar.",
    "محمد المثالي قُتِل",
    "People were killed; people were not injured, Velmar's mayor said. 30,000 fled.",
    "Killed people were found. Mohammed, Muhamid and MOHAMMAD",
    "O'Velmar 'quoted' \"double\" l'homme 2031-07-03",
    "x\x00y NEAR(a b) AND OR NOT * ^ col:val -minus {} \u202eevil\u202c",
    "w" * 10_000 + " end",
]
LETTERS = st.text(st.sampled_from("abAB é'’-\u200c\u064eمحمد٣,.0127\n\x00*\"“()北"), max_size=40)


def entries(texts):
    return [SearchEntry("documents", f"doc_{n}", f"{n}.txt", (Part("body", text, 0),)) for n, text in enumerate(texts)]


def written(folder, texts):
    path = folder / "search.sqlite"
    write_index(path, entries(texts), stamp="a", code="b")
    return path


def ids(path, words, mode="exact", **more):
    found = find_entries(path, parse_words(words), mode=mode, **more)
    return [int(hit.entry.id.removeprefix("doc_")) for hit in found.hits]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return written(tmp_path_factory.mktemp("index"), TEXTS)


@settings(max_examples=40, deadline=None)
@given(st.lists(LETTERS, min_size=1, max_size=5))
def test_every_word_finds_its_text_in_every_mode_and_each_mode_finds_more(tmp_path_factory, texts):
    path = written(tmp_path_factory.mktemp("index"), texts)
    for number, text in enumerate(texts):
        for token in find_tokens(text):
            before = set()
            for mode in SEARCH_MODES:
                found = find_entries(path, parse_words(token.written), mode=mode, limit=1000)
                now = {int(hit.entry.id.removeprefix("doc_")) for hit in found.hits}
                assert number in now
                assert before <= now
                assert found.n_hits == len(now) == sum(n for _, n in found.n_by_mode)
                before = now


@settings(max_examples=60, deadline=None)
@given(LETTERS, st.sampled_from(SEARCH_MODES))
def test_any_input_is_answered_or_refused_in_words(index, words, mode):
    if not list(find_tokens(words)):
        with pytest.raises(UsageError, match="no word"):
            parse_words(words)
        return
    asked = parse_words(words)
    for hit in find_entries(index, asked, mode=mode).hits:
        assert hit.matches
        for match in hit.matches:
            assert hit.entry.parts[match.part].text[match.start : match.end] == match.words


HOSTILE = ['"', "*", "'; DROP TABLE entry; --", "NEAR(a b)", "col:val", "-", "\x00", "\ud800", "^ ( ) { }", "ع\u202e",
           "w" * 10_000, "%", "a" * 10_000 + "*", '"""', "“", "AND", "\\", "?" * 50]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_signs_of_other_search_languages_mean_nothing(index, words):
    if any(ch.isalnum() for ch in words):
        assert len(ids(index, words, "phonetic")) <= len(TEXTS)
    else:
        with pytest.raises(UsageError, match="no word"):
            parse_words(words)


def test_modes_switch(index):
    assert ids(index, "Mohammad") == [0]
    assert ids(index, "Mohammad", "folded") == [0, 3]
    assert ids(index, "Mohammad", "transliterated") == [0, 3, 1]
    assert ids(index, "Muhamid", "transliterated") == [3, 1]
    assert set(ids(index, "Muhamid", "phonetic")) == {0, 1, 3}
    assert ids(index, "محمد", "folded") == [1]
    assert ids(index, "محمد", "transliterated") == [1, 0, 3]
    assert ids(index, "قتل") == []
    assert ids(index, "قتل", "folded") == [1]


def test_the_strictest_hits_come_first_and_say_why(index):
    found = find_entries(index, parse_words("mohammad"), mode="transliterated")
    assert [(hit.entry.id, hit.mode) for hit in found.hits] == [
        ("doc_0", "folded"), ("doc_3", "folded"), ("doc_1", "transliterated"),
    ]  # fmt: skip
    assert found.n_by_mode == (("exact", 0), ("folded", 2), ("transliterated", 1))
    assert [(m.words, m.mode) for m in found.hits[1].matches] == [
        ("Mohammed", "transliterated"), ("MOHAMMAD", "folded")
    ]  # fmt: skip
    assert [m.reason for m in found.hits[2].matches] == ["محمد is written mohammad in Latin letters"]


def test_all_words_phrases_and_beginnings(index):
    assert ids(index, "people Velmar's") == [2]
    assert ids(index, "killed Velmar") == [0, 2]
    assert ids(index, '"people were killed"') == []
    assert ids(index, '"people were killed"', "folded") == [2]
    assert ids(index, '"were killed"') == [2]
    assert ids(index, '"killed people were"', "exact") == [2]
    assert ids(index, "Vel*") == [0, 2, 4]
    assert ids(index, '"were kil*"') == [2]
    assert ids(index, "30000", "folded") == [2]
    assert ids(index, "30", "folded") == []
    assert ids(index, "2031-07-03") == ids(index, '"2031 07"') == [4]
    assert ids(index, "homme") == ids(index, "l'homme") == [4]


def test_words_of_a_phrase_are_shown_only_where_they_stand_together(index):
    (hit,) = find_entries(index, parse_words('"were killed"'), mode="exact").hits
    assert [(m.asked, m.words, m.start) for m in hit.matches] == [("were", "were", 7), ("killed", "killed", 12)]


def test_a_phrase_does_not_go_on_in_another_part(tmp_path):
    parts = (Part("name", "Arelo Tarvo"), Part("father's name", "Corvan"))
    write_index(tmp_path / "i", [SearchEntry("names", "rec_1", "north", parts, row=1)], stamp="a", code="b")
    assert find_entries(tmp_path / "i", parse_words("Tarvo Corvan"), mode="exact").n_hits == 1
    assert find_entries(tmp_path / "i", parse_words('"Tarvo Corvan"'), mode="exact").n_hits == 0


def test_pages_are_the_whole_cut_up(tmp_path):
    path = written(tmp_path, [f"made up {'People' if n % 3 else 'people'} {n}" for n in range(50)])
    whole = ids(path, "people", "folded", limit=1000)
    paged = [one for start in range(0, 60, 7) for one in ids(path, "people", "folded", limit=7, offset=start)]
    assert paged == whole
    assert len(whole) == 50
    assert whole[0] == 0
    assert whole[17:19] == [1, 2]


def test_where_is_a_switch(tmp_path):
    made = [SearchEntry(kind, f"id_{kind}", "x", (Part("body", "same words"),)) for kind in ("documents", "claims")]
    write_index(tmp_path / "i", made, stamp="a", code="b")
    assert find_entries(tmp_path / "i", parse_words("same"), mode="exact").n_hits == 2
    only = find_entries(tmp_path / "i", parse_words("same"), mode="exact", within=["claims"])
    assert [hit.entry.id for hit in only.hits] == ["id_claims"]


def test_an_index_is_for_its_owner_alone_and_the_same_however_it_came_to_be(tmp_path):  # P17, P19
    first = written(tmp_path, TEXTS)
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    content = first.read_bytes()
    written(tmp_path, ["others", *TEXTS])
    assert written(tmp_path, TEXTS).read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["search.sqlite"]
    assert index_stamp(first) == "a"


def test_what_is_asked_is_not_kept(tmp_path):
    path = written(tmp_path, TEXTS)
    content = path.read_bytes()
    ids(path, "unsaidword velmar*", "phonetic")
    assert path.read_bytes() == content
    assert [one.name for one in tmp_path.iterdir()] == ["search.sqlite"]


def test_what_cannot_be_read_or_written_is_said(tmp_path, monkeypatch):
    path = tmp_path / "search.sqlite"
    assert index_stamp(path) == ""
    path.write_bytes(b"no index at all")
    assert index_stamp(path) == ""
    with pytest.raises(RecordDamaged, match="cannot be read"):
        ids(path, "word")
    with pytest.raises(DiskFull, match="cannot be written"):
        write_index(tmp_path / "missing" / "search.sqlite", [], stamp="a", code="b")


def test_too_many_words_are_refused():
    with pytest.raises(UsageError, match="more than 50"):
        parse_words(" ".join(f"w{n}" for n in range(51)))
    assert len(parse_words(" ".join(f"w{n}" for n in range(50)))) == 50
