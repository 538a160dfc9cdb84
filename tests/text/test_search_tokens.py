from hypothesis import given
from hypothesis import strategies as st

from accounted.text.search_tokens import find_tokens, split_places

WORDS = st.text(
    st.one_of(st.characters(), st.sampled_from("aBé'’-\u200c\u200f\u064eمحمدـ٣,.0127 \n\x00\ud800北カ")), max_size=60
)


def written(text):
    return [token.written for token in find_tokens(text)]


@given(WORDS)
def test_words_stand_where_they_say_and_no_letter_is_left_out(text):
    tokens = list(find_tokens(text))
    covered = set()
    for token in tokens:
        assert text[token.start : token.end] == token.written
        covered.update(range(token.start, token.end))
    assert [token.place for token in tokens] == sorted(token.place for token in tokens)
    assert {n for n, ch in enumerate(text) if ch.isalnum()} <= covered


@given(WORDS)
def test_the_whole_word_comes_first_at_each_place(text):
    wholes = {}
    for token in find_tokens(text):
        wholes.setdefault(token.place, token.written)
    assert tuple(wholes.values()) == split_places(text)


def test_parts_of_words_and_what_has_none():
    assert written("l'homme") == ["l'homme", "l", "homme"]
    assert written("as-Sayyid at-risk an-other") == ["as-Sayyid", "as", "Sayyid", "at", "risk", "an", "other"]
    assert written("30,000 and 2031-07-03 and 1.5") == ["30,000", "and", "2031", "07", "03", "and", "1", "5"]
    assert written("٣٠٬٠٠٠ 30,0001") == ["٣٠٬٠٠٠", "30", "0001"]
    assert written("\u200fقُتِلَ\u200f می\u200cروم") == ["قُتِلَ", "می\u200cروم"]
    assert written("北京") == ["北", "京"]
    assert written("_*\x00\ud800") == []
