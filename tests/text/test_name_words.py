"""The words of names and how they may sound."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accounted.text.name_sounds import read_word
from accounted.text.name_words import full_form, name_words

scripts = st.text(alphabet=st.characters(codec="utf-8", categories=("L", "M", "N", "Zs", "P", "Cf")), max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("محمد", "Mohammad"), ("محمد", "Mehmet"), ("محمد", "Muhamed"), ("خديجة", "Khadija"), ("جمال", "Cemal"),
        ("شريف", "Chérif"), ("Şerif", "Sharif"), ("يوسف", "Youssef"), ("Иван", "Ivan"), ("משה", "Moshe"),
    ],
)  # fmt: skip
def test_one_name_in_two_scripts_or_by_two_habits_shares_a_reading(one, other):
    (here,), (there,) = name_words(one), name_words(other)
    assert {here.key, here.other} & {there.key, there.other}


@pytest.mark.parametrize(("one", "other"), [("محمد", "Mahdi"), ("Hassan", "Karim"), ("يوسف", "Ibrahim")])
def test_other_names_share_none(one, other):
    (here,), (there,) = name_words(one), name_words(other)
    assert not {here.key, here.other} & {there.key, there.other}


def test_persian_reads_letters_otherwise():
    assert {r.key for r in read_word("قاسم", persian=True)} != {r.key for r in read_word("قاسم")[:1]}
    assert name_words("پرویز")[0].key == name_words("Parviz")[0].key


@pytest.mark.parametrize(
    ("one", "other"),
    [("Викторович", "Viktor"), ("Viktorovna", "Виктор"), ("Ivanovych", "Ivan"), ("عبد الرحمن", "Rahman")],
)
def test_a_patronymic_is_also_read_as_the_fathers_name_and_a_servant_of_x_as_x(one, other):
    (here,), (there,) = name_words(one), name_words(other)
    assert here.other in (there.key, there.other)
    assert here.key != there.key


def test_a_pet_form_has_a_full_form():
    assert full_form("bob") == full_form("robert") == "robert"


@given(scripts)
@example("ګ")
@example("ࢭ")
def test_any_text_has_words_without_an_error_and_always_the_same(text):
    words = name_words(text)
    assert words == name_words(text)
    assert all(word.key and word.other and word.sounds < 1 << 52 for word in words)


@given(scripts)
def test_marks_that_nobody_sees_change_nothing(text):
    marked = "\u200f" + "\u200d".join(text) + "\u202c"
    assert [w.key for w in name_words(marked)] == [w.key for w in name_words("".join(text))]


def test_very_long_names_and_numbers_have_words():
    assert len(name_words("Sample " * 2_000)) < 2_000
    assert name_words("4711")[0].key != name_words("4712")[0].key
