"""Bytes are read in the encoding they are in."""

import pytest

from accounted.text.encodings import decode_bytes, find_encoding

WRITTEN = [
    ("cp1252", "Besançon"),
    ("cp1252", "Les forces armées ont tué plus de trente civils, selon l’évêque"),
    ("cp1252", "Más de treinta personas murieron en la región"),
    ("cp1250", "Više od trideset osoba ubijeno je, šest žena i četiri dječaka"),
    ("cp1250", "Więcej niż trzydzieści osób zginęło"),
    ("cp1254", "Otuzdan fazla kişi öldürüldü, köyün muhtarı söyledi"),
    ("cp1256", "قتل أكثر من ثلاثين شخصا في القرية"),
    ("cp1251", "Более тридцати человек были убиты в селе"),
    ("cp1251", "Понад тридцять осіб загинули"),
    ("koi8-r", "Более тридцати человек были убиты в селе"),
    ("cp866", "Более тридцати человек были убиты в селе"),
    ("cp1255", "יותר משלושים בני אדם נהרגו בכפר"),
    ("cp1253", "Περισσότεροι από τριάντα άνθρωποι σκοτώθηκαν στο χωριό"),
    ("utf-8", "مختلق"),
    ("utf-8-sig", "مختلق"),
    ("utf-16", "made up مختلق"),
    ("utf-16-le", "name,date\nmade up,2031\n"),
    ("utf-16-be", "name,date\nmade up,2031\n"),
    ("utf-32", "made up"),
]


@pytest.mark.parametrize(("codec", "text"), WRITTEN)
def test_text_comes_out_as_it_was_written(codec, text):
    decoded, found = decode_bytes(text.encode(codec))
    assert decoded == text
    assert found.is_assumed == (codec not in ("utf-8", "utf-8-sig", "utf-16", "utf-32"))


def test_a_broken_letter_does_not_turn_the_rest_of_a_long_text_into_another_code_page():
    data = "Más de treinta personas. ".encode() * 40 + b"\xe1 broken"
    text, found = decode_bytes(data)
    assert text.startswith("Más")
    assert text.count("\ufffd") == 1
    assert found.is_assumed


def test_a_sample_may_end_within_a_letter():
    assert find_encoding("Zoë".encode()[:-1], is_cut=True).codec == "utf-8"


@pytest.mark.parametrize("data", [bytes(100), b"\x89PNG\x00\x01\x02" * 40, b"abc\x00def"])
def test_what_is_no_text_is_not_read(data):
    assert decode_bytes(data) is None
