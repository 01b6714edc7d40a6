"""What is read out of what somebody typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.questions import MAX_QUERY, MAX_WORDS, Question, clean_query
from search.words import Phrase
from tests.vietnamese.strategies import any_text, nfd

HCM = [["TP.HCM", "TPHCM", "thành phố Hồ Chí Minh"]]


def phrases(question: Question) -> list[list[tuple[str, ...]]]:
    return [[phrase.words for phrase in alternatives] for alternatives in question.folded]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Đồng  Nai!", [[("dong",)], [("nai",)]]),
        ('"Đồng Nai" may', [[("dong", "nai")], [("may",)]]),
        ("“Đồng Nai” «xe buýt»", [[("dong", "nai")], [("xe", "buyt")]]),
        ('may "Đồng Nai', [[("may",)], [("dong",)], [("nai",)]]),
        ('""', []),
        ("…", []),
        ("Q0 may", [[("may",)]]),
        ("企业EVN公开", [[("企", "业")], [("evn",)], [("公", "开")]]),
        ("提案の提出", [[("提", "案")], [("の",)], [("提", "出")]]),
        ("データ・ ・", [[("デ", "ー", "タ")]]),
        ("개인정보 보호", [[("개", "인", "정", "보")], [("보", "호")]]),
        ("", []),
        ("-a +b OR (c) NOT *", [[("a",)], [("b",)], [("or",)], [("c",)], [("not",)]]),
    ],
)
def test_words_and_phrases(typed: str, asked: list[list[tuple[str, ...]]]) -> None:
    assert phrases(Question.read(typed)) == asked
    assert phrases(Question.read(nfd(typed))) == asked


@pytest.mark.parametrize("typed", ["tphcm", "TP.HCM", "tp hcm", "Thành phố Hồ Chí Minh", "thanh pho ho chi minh"])
def test_synonyms_stand_in_for_each_other(typed: str) -> None:
    (alternatives,) = phrases(Question.read(typed, HCM))
    assert set(alternatives) == {("tphcm",), ("tp", "hcm"), ("thanh", "pho", "ho", "chi", "minh")}


def test_the_longest_term_that_has_synonyms_counts() -> None:
    synonyms = [["LĐLĐ", "liên đoàn lao động"], ["TLĐ", "tổng liên đoàn lao động"]]
    assert phrases(Question.read("tổng liên đoàn lao động may", synonyms)) == [
        [("tong", "lien", "doan", "lao", "dong"), ("tld",)],
        [("may",)],
    ]


def test_quoted_words_are_taken_as_they_are() -> None:
    assert phrases(Question.read('"tp hcm"', HCM)) == [[("tp", "hcm")]]


def test_marks_that_were_typed_are_asked_for_beside() -> None:
    question = Question.read("sáng kien")
    assert question.marked
    assert question.spelled == ((Phrase(("saq4ng",)),), (Phrase(("kien",)),))
    assert not Question.read("sang kien").marked


def test_a_last_word_may_be_a_beginning() -> None:
    question = Question.read("sáng ki").as_beginning()
    assert question.folded == ((Phrase(("sang",)),), (Phrase(("ki",), prefix=True),))
    assert question.phrase == ((Phrase(("sang", "ki"), prefix=True),),)


@pytest.mark.parametrize("typed", ["từ " * 4_000, "x" * 10_000, '"' + "a " * 300, '"' + "a " * 80 + '"', "ồ" * 10_240])
def test_a_long_question_is_cut_and_says_so(typed: str) -> None:
    question = Question.read(typed)
    assert question.cut
    assert 0 < len(question.words) <= MAX_WORDS
    assert len(question.text) <= MAX_QUERY


def test_a_question_of_many_words_is_cut() -> None:
    assert Question.read(" ".join("abcdefghijklmnopqrstu")).cut
    assert not Question.read(" ".join("abcdefghijklmnop")).cut


@given(any_text | st.text(), st.lists(st.lists(st.text(max_size=20), max_size=4), max_size=4))
def test_nothing_that_is_typed_breaks_it(typed: str, synonyms: list[list[str]]) -> None:
    question = Question.read(typed, synonyms)
    assert len(question.words) <= MAX_WORDS
    for query in (question.folded, question.spelled, question.phrase, question.as_beginning().folded):
        for alternatives in query:
            assert alternatives
            for phrase in alternatives:
                assert all(word.isalnum() for word in phrase.words)
    question.text.encode()  # no lone surrogates


@given(any_text)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_query(clean_query(text)) == clean_query(text)
