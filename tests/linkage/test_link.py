from __future__ import annotations

import random

import numpy as np
import pytest

from accounted.linkage import link_records
from accounted.linkage.blocking import count_pairs
from accounted.linkage.fields import prepare
from accounted.linkage.scoring import to_probability
from accounted.model.errors import TooManyPairs, UsageError
from accounted.model.ids import IdMaker
from accounted.model.linkage import Decision
from accounted.sandbox.duck import open_duckdb

LISTS = ("North", "South", "East")
STARTS = ("Am", "Bel", "Cor", "Dav", "Fen", "Gor", "Hal", "Jor", "Kel", "Lor", "Mir", "Nel")
ENDS = ("bara", "tisha", "gomin", "fezza", "rikolu", "shanto", "vupri", "delka", "zimora", "klaven", "pogrus", "nadhim")


def _pairs(groups):
    return {(a, b) for group in groups for a in group for b in group if a < b}


def _f1(linkage, person):
    found = _pairs(c.records for c in linkage.clusters)
    by_person = {}
    for key, number in person.items():
        by_person.setdefault(number, []).append(key)
    true = _pairs(by_person.values())
    return 2 * len(found & true) / (len(found) + len(true))


def _link(records, deduplicated=LISTS, **options):
    return link_records(records, deduplicated=deduplicated, make_id=IdMaker(b"made-up key"), **options)


def _decide(left, right, judgement, at="2031-01-01"):
    return Decision(f"dec_{left}_{right}_{at}", left, right, judgement, "reviewer", at, "made up", None)


def test_made_up_people_are_found_again(made_up):
    made = made_up(400, seed=1)
    linkage = _link(made.records)
    assert _f1(linkage, made.person) > 0.98
    assert len(linkage.clusters) == pytest.approx(made.n_persons, rel=0.02)


def test_the_same_answer_for_any_row_order_and_number_of_threads(made_up):  # R33, P17
    made = made_up(700, seed=2)
    shuffled = list(made.records)
    random.Random(9).shuffle(shuffled)
    first = _link(made.records, n_samples=3, threads=2)
    assert first == _link(shuffled, n_samples=3, threads=1)
    assert any("same day of death" in note for note in first.notes), "blocking rules were at work"


def test_never_two_records_of_a_deduplicated_list(made_up):
    made = made_up(300, seed=3)
    linkage = _link(made.records, n_samples=5)
    list_of = {r.id: r.list for r in made.records}
    for cluster in linkage.clusters:
        assert len({list_of[name] for name in cluster.records}) == len(cluster.records)
    for draw in linkage.samples:
        placed = [(number, list_of[name]) for number, name in zip(draw, linkage.records, strict=True)]
        assert len(set(placed)) == len(placed)


def test_every_named_record_is_in_one_cluster_and_no_unnamed_one_is(made_up, row):  # R17, R24
    made = made_up(60, seed=4)
    linkage = _link([*made.records, row("unnamed", "North", died="2031-02-03")])
    assert sorted(name for c in linkage.clusters for name in c.records) == sorted(made.person)
    assert linkage.records == tuple(sorted(made.person))


def test_decisions_hold_and_can_be_taken_back(made_up):  # R25
    made = made_up(60, seed=5)
    before = _link(made.records)
    joined = next(c.records for c in before.clusters if len(c.records) > 1)
    alone = next(c.records[0] for c in before.clusters if len(c.records) == 1 and c.records[0][:5] != joined[0][:5])
    decisions = [_decide(joined[0], joined[1], "different"), _decide(alone, joined[0], "same")]
    after = _link(made.records, decisions=decisions)
    cluster_of = {name: c.id for c in after.clusters for name in c.records}
    assert cluster_of[joined[0]] != cluster_of[joined[1]]
    assert cluster_of[alone] == cluster_of[joined[0]]
    judged = {(c.left, c.right): c for c in after.comparisons if c.judgement != "none"}
    assert len(judged) == 2
    assert all(c.why for c in judged.values())
    taken_back = [*decisions, *(_decide(d.left, d.right, "unsure", "2031-01-02") for d in decisions)]
    assert _link(made.records, decisions=taken_back).clusters == before.clusters


def test_a_decision_against_a_deduplicated_list_is_refused_and_said(row):  # R27
    rows = [row("a", "North", "Amda Sample"), row("b", "North", "Belor Sample")]
    linkage = _link(rows, decisions=[_decide("a", "b", "same")])
    assert [c.records for c in linkage.clusters] == [("a",), ("b",)]
    assert any("a and b are the same contradicts" in note for note in linkage.notes)


def test_weights_are_rounded_probabilities_agree_and_phrases_add_up(made_up):
    linkage = _link(made_up(150, seed=6).records)
    assert linkage.comparisons
    for c in linkage.comparisons:
        assert c.left < c.right
        assert c.match_weight == round(c.match_weight, 3)
        if not any(phrase.startswith("with the other records near") for phrase in c.why):
            assert c.match_probability == pytest.approx(float(to_probability(np.array([c.match_weight]))[0]), abs=0.05)
        assert c.match_probability >= 0.001 - 1e-5
        shares = [float(phrase.rsplit(": ", 1)[1].removesuffix(" bits")) for phrase in c.why]
        assert sum(shares) == pytest.approx(c.match_weight, abs=0.3)
    assert linkage.n_review == sum(0.1 <= c.match_probability <= 0.9 for c in linkage.comparisons)


def test_where_no_record_is_in_doubt_a_probability_is_what_the_weight_says(row):
    people = [
        (f"{start}{end} Dal{end}{start.lower()}", n) for n, (start, end) in enumerate(zip(STARTS, ENDS, strict=False))
    ]
    rows = [
        row(f"{name}{n}", name, said, died=f"2031-0{1 + n % 6}-{11 + n}", age=20 + 3 * n, sex="FM"[n % 2])
        for name in ("North", "South")
        for said, n in people
    ]
    linkage = _link(rows)
    assert {c.records for c in linkage.clusters} == {(f"North{n}", f"South{n}") for _, n in people}
    assert len(linkage.comparisons) == len(people), "no pair but the true ones is probable at all"
    for c in linkage.comparisons:
        assert c.match_weight > 12
        assert c.match_probability == pytest.approx(float(to_probability(np.array([c.match_weight]))[0]), abs=1e-6)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("J. Quilan", "Jor Quilan", "names that sound the same"),
        ("D. Quilan", "Jor Quilan", "an initial that fits no name"),
        ("D. Quilan", "J. Quilan", "an initial that fits no name"),
        ("Jor D. Quilan", "Jor Quilan", "names that sound the same"),
        ("Jor Q.", "Jor Quilan", "names that sound the same"),
        ("Krdol Tamer Quilan", "Fidol Tamer Quilan", "a first name a letter or two apart"),
        ("Kasim Belor Quilan", "Tunber Belor Quilan", "relatives' names"),
    ],
)
def test_initials_slips_and_relatives_are_told_apart(row, made_up, one, other, level):
    pair = [
        row("a", "North", one, died="2031-05-03", age=31, sex="M", places=["Velmouth"]),
        row("b", "South", other, died="2031-05-03", age=31, sex="M", places=["Velmouth"]),
    ]
    linkage = _link([*made_up(80, seed=12).records, *pair], decisions=[_decide("a", "b", "unsure")])
    (why,) = (c.why for c in linkage.comparisons if (c.left, c.right) == ("a", "b"))
    assert any(phrase.startswith(level) for phrase in why), why


def test_one_person_in_two_scripts_and_with_a_loose_date(row):  # R16
    latin = [row(f"l{n}", "North", name, died="2031-05-03", age=30 + n) for n, name in enumerate(ROMANISED)]
    arabic = [row(f"m{n}", "South", name, died="2031-05", age=30 + n) for n, name in enumerate(WRITTEN)]
    linkage = _link([*latin, *arabic])
    assert {c.records for c in linkage.clusters} == {(f"l{n}", f"m{n}") for n in range(len(WRITTEN))}


ROMANISED = [
    "Mohammad al-Sample",
    "Yusuf Falmari",
    "Khaled Muthal",
    "Abdel-Rahman Tajriba",
    "Fatima Falmari",
    "Samir Wahmi",
]
WRITTEN = ["محمد السمبل", "يوسف فلماري", "خالد مثال", "عبد الرحمن تجربة", "فاطمة فلماري", "سمير وهمي"]  # fmt: skip


def test_a_loose_date_that_holds_the_other_is_weak_agreement_not_disagreement(row):
    def weight(died):
        others = [row(f"x{n}", "South", f"Other{n} Person{n}", died=f"2031-0{1 + n % 6}-1{n}") for n in range(9)]
        pair = [row("a", "North", "Amda Sample", died="2031-05-03"), row("b", "South", "Amda Sample", died=died)]
        found = {(c.left, c.right): c.match_weight for c in _link([*pair, *others]).comparisons}
        return found["a", "b"]

    assert weight("2031-05-03") > weight("2031-05") > weight(None) > weight("2031-01")


def test_few_records_are_no_error(row):
    assert _link([]).clusters == ()
    assert _link([row("u", "North")]).records == ()
    assert [c.records for c in _link([row("a", "North", "Amda Sample")]).clusters] == [("a",)]
    two = [row("a", "North", "Amda Sample", age=20), row("b", "South", "Amda Sample", age=20)]
    assert [c.records for c in _link(two).clusters] == [("a", "b")]


def test_no_field_in_common_but_the_name(row):
    rows = [row(f"n{n}", "North", name, died="2031-01-01") for n, name in enumerate(ROMANISED)]
    rows += [row(f"s{n}", "South", name, sex="F") for n, name in enumerate(ROMANISED)]
    assert len(_link(rows).clusters) == len(ROMANISED)


def test_very_long_names_marks_and_numbers(row):
    rows = [row("a", "North", "ab" * 5000), row("b", "South", "12345"), row("c", "North", "\u202eAm\u200dda Sample")]
    rows += [row("d", "South", "Amda Sample"), row("e", "East", "!!!")]
    assert ("c", "d") in {c.records for c in _link(rows).clusters}


def test_thousands_who_share_name_and_date(row):
    rows = [row(f"r{n:04d}", "North", "Amda Sample", died="2031-01-01") for n in range(5000)]
    with pytest.raises(TooManyPairs, match="5,000 records share one name and one date") as caught:
        _link(rows, deduplicated=())
    assert caught.value.mend
    assert len(_link(rows, deduplicated=("North",)).clusters) == 5000


def test_two_records_with_one_id_are_refused(row):
    with pytest.raises(UsageError, match="one id"):
        _link([row("a", "North", "Amda Sample"), row("a", "South", "Amda Sample")])


def test_nothing_is_printed(made_up, capfd):
    _link(made_up(50, seed=8).records)
    assert capfd.readouterr() == ("", "")


def test_pairs_are_counted_as_they_would_be_made(made_up):
    made = made_up(80, seed=10)
    columns = prepare(made.records, ("North", "South"))
    rows = columns.table.to_pylist()
    with open_duckdb(threads=1) as connection:
        connection.register("records", columns.table)
        for keys in ((), ("died_day",), ("given_key", "place")):
            expected = sum(
                all(a[k] == b[k] is not None for k in keys) and (a["dd"] is None or a["dd"] != b["dd"])
                for n, a in enumerate(rows)
                for b in rows[n + 1 :]
            )
            assert count_pairs(connection, keys) == expected


def test_brothers_who_died_together_are_two_people_and_a_name_left_out_is_no_other_name(row, made_up):
    others = made_up(300, seed=31).records
    twins = [
        row("n1", "North", "Tamer Ghassan Dalmar", died="2031-04-04", age=24, sex="M", places=["Velmouth"]),
        row("s1", "South", "Kasim Ghassan Dalmar", died="2031-04-04", age=31, sex="M", places=["Velmouth"]),
        row("n2", "North", "Bemina Corvan Xandor", died="2031-05-04", sex="F", places=["Velmstead"]),
        row("s2", "South", "Bemina Xandor", died="2031-05-04", sex="F", places=["Velmstead"]),
    ]
    linkage = link_records([*others, *twins], deduplicated=("North", "South", "East"), make_id=IdMaker(b"made-up key"))
    together = {frozenset(c.records) & {"n1", "s1", "n2", "s2"} for c in linkage.clusters}
    assert {"n2", "s2"} in together
    assert {"n1", "s1"} not in together
    why = next((c.why for c in linkage.comparisons if {c.left, c.right} == {"n1", "s1"}), None)
    assert why is None or any("another first name" in phrase for phrase in why)
