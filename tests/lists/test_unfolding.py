"""From rows to victims, acts, incidents and roles."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.lists import read_list
from accounted.lists.tallying import Tally
from accounted.lists.unfolding import Dating, date_of, dated_for, dating_of, find_incident, stated_acts, unfold
from accounted.model.casualty import Casualty, Location, StatedAct, Unfolded
from accounted.model.dates import DateInterval
from accounted.model.ids import IdMaker
from accounted.model.records import ListInfo, Record, StatedStatus
from accounted.model.vocabularies import DEATHS, Codebook, Coding
from accounted.store.codec import from_row, to_row

KEY = b"made-up key"


def _read(text: str, tmp_path: Path, **said: object) -> tuple[ListInfo, tuple[Record, ...]]:
    path = tmp_path / "made-up.csv"
    path.write_text(text, encoding="utf-8")
    (info,), records = read_list(path, make_id=IdMaker(KEY), **said)  # type: ignore[arg-type]  # keywords of the case
    return info, records


def _unfolded(info: ListInfo, records: tuple[Record, ...]) -> Unfolded:
    return unfold(records, dating_of([info]), IdMaker(KEY))


ONE_MAN = (
    "name,act,date of arrest,place of arrest,arrested by,date of death,village,perpetrator\n"
    "Tor Vask,detained; tortured; killed,2031-01-02,Koshmer,the Border Guard,2031-03-04,Ilgesh,the Ninth Unit\n"
)


def test_one_man_detained_tortured_and_killed_is_one_person_and_three_acts(tmp_path: Path) -> None:  # R13
    info, records = _read(ONE_MAN, tmp_path)
    found = _unfolded(info, records)
    assert [(v.names, v.n_persons) for v in found.victims] == [(("Tor Vask",), 1)]
    assert [(a.act, a.when.edtf if a.when else None, a.place) for a in found.acts] == [
        ("detained", "2031-01-02", "Koshmer"),
        ("tortured", None, ""),
        ("killed", "2031-03-04", ""),
    ]
    alleged = {(a.act, r.who) for r in found.roles for a in found.acts if r.act == a.id if r.kind != "victim"}
    assert alleged == {
        ("detained", "the Border Guard"), ("tortured", "the Ninth Unit"), ("killed", "the Ninth Unit"),
        ("detained", "made-up"), ("tortured", "made-up"), ("killed", "made-up"),
    }  # fmt: skip
    assert {r.who for r in found.roles if r.kind == "victim"} == {found.victims[0].id}


def test_columns_titled_by_an_act_say_yes(tmp_path: Path) -> None:  # R13
    text = "name,tortured,displaced,killed\nTor Vask,yes,no,yes\nMara Orren,no,,unknown\n"
    info, records = _read(text, tmp_path)
    assert [[a.act for a in stated_acts(r)] for r in records] == [["tortured", "killed"], []]
    assert ("act", "tortured") in info.columns


def test_many_victims_of_one_act_share_an_incident(tmp_path: Path) -> None:  # R13
    text = "name,killed on,village,incident id\nTor Vask,2031-03-04,Ilgesh,E1\nMara Orren,2031-03-05,,E1\n"
    info, records = _read(text, tmp_path)
    found = _unfolded(info, records)
    (incident,) = found.incidents
    assert (incident.kind, incident.stated_as, incident.when and incident.when.edtf) == (
        "as numbered", "E1", "2031-03-04/2031-03-05",
    )  # fmt: skip
    assert {a.incident for a in found.acts} == {incident.id}


def test_without_numbers_an_incident_is_a_day_and_a_place(tmp_path: Path) -> None:
    text = "name,killed on,village\nA Vask,2031-03-04,Ilgesh\nB Vask,2031-03-04,ilgesh \nC Vask,2031-03,Ilgesh\n"
    _, records = _read(text, tmp_path)
    assert [find_incident(r) for r in records] == [
        ("day and place", "2031-03-04, ilgesh"), ("day and place", "2031-03-04, ilgesh"), None,
    ]  # fmt: skip


def test_a_family_is_people_and_no_fake_person(tmp_path: Path) -> None:  # R17
    text = "name,killed on,number of victims\nfamily of 7,2031-03-04,\n,2031-03-05,4\nTor Vask,2031-03-06,3\n"
    info, records = _read(text, tmp_path)
    assert [(r.names, r.n_unnamed) for r in records] == [((), 7), ((), 4), (("Tor Vask",), 2)]
    assert [(v.names, v.n_persons) for v in _unfolded(info, records).victims] == [
        ((), 7), ((), 4), (("Tor Vask",), 1), ((), 2),
    ]  # fmt: skip


def test_missing_is_not_dead_and_their_dates_and_ages_stay_apart(tmp_path: Path) -> None:  # R18
    text = (
        "name,age,date of disappearance,age at disappearance,date of death\n"
        "Tor Vask,41,2030-12-01,40,2031-03-04\nMara Orren,,2031-01-05,22,\n"
    )
    info, (both, missing) = _read(text, tmp_path)
    dating = dating_of([info])["made-up"]
    assert (both.age, missing.age, missing.died) == (41.0, None, None)
    acts = {a.act: (a.when.edtf if a.when else None, a.age) for a in stated_acts(both, dating)}
    assert acts == {"missing": ("2030-12-01", 40.0), "dead": ("2031-03-04", None)}
    assert [(a.act, a.age) for a in stated_acts(missing, dating)] == [("missing", 22.0)]
    assert date_of(missing, "killed", dating) is None
    assert date_of(both, "missing", dating).edtf == "2030-12-01"  # type: ignore[union-attr]
    assert date_of(both, "killed", dating).edtf == "2031-03-04"  # type: ignore[union-attr]


def test_a_date_of_anything_belongs_to_the_only_act_it_can_be_of(tmp_path: Path) -> None:  # R18
    text = "name,act,date\nTor Vask,disappeared,2031-01-05\nMara Orren,arrested; killed,2031-02-05\n"
    info, (missing, killed) = _read(text, tmp_path)
    dating = dating_of([info])["made-up"]
    assert date_of(missing, "killed", dating) is None
    assert date_of(missing, "missing", dating).edtf == "2031-01-05"  # type: ignore[union-attr]
    assert date_of(killed, "detained", dating) is None
    assert date_of(killed, "killed", dating).edtf == "2031-02-05"  # type: ignore[union-attr]


def test_calendar_and_wording_of_a_date_are_kept(tmp_path: Path) -> None:  # R19
    text = "name,date of arrest,killed on\nTor Vask,۱۴۰۹/۱۰/۱۲,4 March 2031\nMara Orren,۱۴۰۹/۱۰/۱۳,\n"
    info, records = _read(text, tmp_path)
    assert dict(info.calendars) == {"date of arrest": "solar_hijri", "killed on": "gregorian"}
    arrest, death = stated_acts(records[0], dating_of([info])["made-up"])
    assert arrest.when is not None
    assert (arrest.when.edtf, arrest.calendar, arrest.value) == ("2031-01-02", "solar_hijri", "۱۴۰۹/۱۰/۱۲")
    assert (death.value, death.calendar) == ("4 March 2031", "gregorian")


def test_a_place_keeps_its_wording_id_coordinates_and_precision(tmp_path: Path) -> None:  # R20
    text = (
        "name,village,geonames id,lat,lon,where prec\n"
        "Tor Vask,Ilgesh,12345,42.5,21.25,2\nMara Orren,Koshmer,,142.5,21.25,\n"
    )
    _, (whole, broken) = _read(text, tmp_path)
    assert whole.casualty == Casualty(location=Location("12345", 42.5, 21.25, "near"))
    assert whole.places == (("village", "Ilgesh"),)
    assert broken.casualty is None  # a latitude that there is not; it stays in the row's values
    assert dict(broken.values)["lat"] == "142.5"


def test_values_are_coded_with_the_vocabulary_and_its_version(tmp_path: Path) -> None:  # R21
    text = "name,cause of death,civilian or combatant,act\nTor Vask,K7,مدني,D-1\nMara Orren,shelling,fighter,D-2\n"
    book = Codebook("2", "made up", (("act", "D-1", "detained"), ("cause", "K7", "accident")))
    info, records = _read(text, tmp_path, coding=Coding(book), columns={"act": "act"})
    assert info.coded_by == ("act@2026-11, codebook 2", "cause@2018-12-03, codebook 2", "status@2018-12-03")
    codes = [{c.vocabulary: (c.code, c.value, c.coded_by) for c in r.casualty.codes} for r in records if r.casualty]
    assert codes[0] == {
        "cause": ("accident", "K7", "cause@2018-12-03, codebook 2"),
        "status": ("civilian", "مدني", "status@2018-12-03"),
    }
    assert codes[1]["status"][0] == "direct_participant"
    acts = [[(a.act, a.value) for a in r.casualty.acts] for r in records if r.casualty]
    assert acts == [[("detained", "D-1")], [(None, "D-2")]]  # what has no code is kept as written


def test_it_is_stored_and_read_back_as_it_was(tmp_path: Path) -> None:
    _, records = _read(ONE_MAN, tmp_path)
    assert from_row(Record, "record", to_row("record", records[0], run=1)) == records[0]
    plain = Record("r", "L", 1, ("A",), None, None, None, None, (), ())
    assert from_row(Record, "record", to_row("record", plain, run=1)) == plain


@pytest.mark.parametrize(
    ("columns", "row", "acts"),
    [
        ("status,act", "killed,executed", ["executed"]),
        ("status,act", "dead,tortured", ["tortured", "dead"]),
        ("status,cause", "missing,", ["missing"]),
        ("outcome,cause of death", "died,shot", ["killed"]),
        ("act", "killed; executed", ["executed"]),
        ("act", "abducted and raped", ["abducted", "sexual violence"]),
        ("act", "killed?", [None]),
        ("act", "not detained", [None]),
    ],
)
def test_a_death_is_one_act_however_many_columns_speak_of_it(
    columns: str, row: str, acts: list[str | None], tmp_path: Path
) -> None:  # R13
    _, records = _read(
        f"name,{columns}\nTor Vask,{row}\n", tmp_path, columns={"act": "act"} if "act" in columns else {}
    )
    assert [a.act for a in stated_acts(records[0])] == acts


@given(
    st.lists(st.sampled_from(["killed", "executed", "dead", "missing", "detained", "tortured", None]), max_size=3),
    st.lists(st.sampled_from(["killed", "dead", "missing", "detained", "survived", "unknown", "injured"]), max_size=2),
    st.booleans(),
    st.sampled_from([Dating(), Dating("killed", "killed on")]),
)
def test_acts_are_tallied_as_they_are_unfolded(acts, statuses, has_date, dating) -> None:
    own = tuple(StatedAct(act, "", "act", str(act)) for act in dict.fromkeys(acts))
    record = Record(
        "r", "L", 1, ("A",), None, None, None, DateInterval.parse("2031") if has_date else None, (), (),
        tuple(StatedStatus(f"s{n}", status, status) for n, status in enumerate(statuses)),
        casualty=Casualty(acts=own) if own else None,
    )  # fmt: skip
    tally = Tally(dating)
    tally.add(record)
    found = [act.act for act in stated_acts(record, dating) if act.act]
    assert tally.n_acts == sum(act not in DEATHS for act in found) + any(act in DEATHS for act in found)


def test_a_question_counts_by_the_date_of_its_act(tmp_path: Path) -> None:  # R18
    text = "name,date of disappearance,date of death\nTor Vask,2030-12-01,2031-03-04\nMara Orren,,2031-05-06\n"
    info, records = _read(text, tmp_path)
    dates = [
        [r.died.edtf if r.died else None for r in dated_for(records, act, [info])] for act in ("missing", "killed")
    ]
    assert dates == [["2030-12-01", None], ["2031-03-04", "2031-05-06"]]
    assert [r.died.edtf for r in records if r.died] == ["2031-03-04", "2031-05-06"]


def test_a_list_of_incidents_with_numbers_and_no_names_is_one_of_unnamed_victims(tmp_path: Path) -> None:  # R17
    text = (
        "incident id,date of death,village,number of victims,act\nE1,2031-03-04,Ilgesh,12,killed\nE2,2031-03-05,,3,\n"
    )
    info, records = _read(text, tmp_path)
    assert [(r.is_named, r.n_unnamed) for r in records] == [(False, 12), (False, 3)]
    assert dict(info.counted) == {"unnamed victims": 15, "acts": 2, "incidents": 2}


def test_a_cell_that_says_no_states_no_act(tmp_path: Path) -> None:
    head = "name,date of arrest,place of detention,age at arrest\n"
    text = f"{head}Tor Vask,no,no,-\nMara Orren,31/13/2031,,\nA B,unknown,,\n"
    _, records = _read(text, tmp_path, columns={"act_date": "date of arrest"})
    acts = [[(a.act, a.when, a.value) for a in stated_acts(r)] for r in records]
    assert acts == [[], [("detained", None, "31/13/2031")], []]
