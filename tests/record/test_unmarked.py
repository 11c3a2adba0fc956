"""A file of one byte a letter that says nothing of its encoding: as Windows wrote it, or as an old Mac did."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.problems import OneplaceError
from oneplace.record.unmarked import likelier
from tests.record.test_proposing import proposed
from tests.record.test_record_habits import organisations, place

WORDS = ["café", "Zoë", "naïve", "Müller", "façade", "mother’s", "“Street” team", "£5", "Siân", "Éire", "São Paulo"]


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman"])
@given(words=st.lists(st.sampled_from(WORDS), min_size=1).filter(lambda words: set(words) != {"£5"}))
def test_letters_tell_who_wrote_them(encoding, words):
    assert likelier("\n".join(words).encode(encoding)) == encoding


@pytest.mark.parametrize("words", ["£5", "A – B", "plain", "", "1914–1918", "mother–baby unit"])
def test_where_both_make_sense_it_is_windows(words):
    assert likelier(words.encode("cp1252")) == "cp1252"


@given(st.binary())
def test_any_bytes_are_one_of_the_two(raw):
    assert likelier(raw) in ("cp1252", "mac-roman")


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman"])
def test_a_proposal_says_that_the_encoding_is_guessed(tmp_path, encoding):
    text = proposed(tmp_path, people_csv="id,name\n1,Zoë\n2,Siân\n".encode(encoding))
    assert f"        encoding: {encoding}  # guessed: see whether names are read rightly\n" in text


@pytest.mark.slow
def test_a_mac_s_file_is_read_as_declared_and_named_where_it_is_not(tmp_path):
    written = "id,name,d\n1,Zoë’s,\n2,Siân’s,\n".encode("mac-roman")
    (tmp_path / "declared").mkdir()
    assert organisations(place(tmp_path / "declared", written, more="encoding: mac-roman"))[0] == [
        ("1", "Zoë’s", None),
        ("2", "Siân’s", None),
    ]
    (tmp_path / "not").mkdir()
    with pytest.raises(OneplaceError, match=r"`encoding: mac-roman` of the dataset .* on a Mac"):
        organisations(place(tmp_path / "not", written))
