"""A text names a topic by its words in whatever case, or by what they are in its language."""

from __future__ import annotations

import pytest

from index.retrieval import TopicTerms
from index.words import are_akin, words


def _topic(text: str, language: str) -> TopicTerms:
    terms = tuple(word.term for word in words(text, language))
    return TopicTerms(language, terms, frozenset(), {}, {})


@pytest.mark.parametrize("topic", ["الصندوق الاستئماني", "صندوق استئماني", "صندوقاً استئمانياً"])
@pytest.mark.parametrize(
    "text",
    [
        "أن تُنشئ الأمانة صندوقاً استئمانياً للحوارات؛",
        "كان الصندوق الاستئماني للقمة قد تلقى لهذا العام 1 240 000 فرنك سويسري.",
        "تُموَّل المنح من صندوقٍ استئمانيٍّ.",
    ],
)
def test_an_arabic_case_makes_no_difference(topic: str, text: str) -> None:
    assert _topic(topic, "ar").is_in(text, "ar")


def test_an_alef_that_belongs_to_a_word_stays() -> None:
    assert not _topic("دعا", "ar").is_in("دع ذلك", "ar")


@pytest.mark.parametrize("topic", ["ولاية", "الولاية", "وولاية"])
def test_the_first_letter_of_a_word_is_no_and(topic: str) -> None:
    assert _topic(topic, "ar").is_in("ترد ولاية المنتدى في الفقرة 72.", "ar")
    assert _topic(topic, "ar").is_in("الولاية والغرض", "ar")
    # What is left of it without its first letter is "no".
    assert not _topic(topic, "ar").is_in("والعدد لا يقل عن ذلك.", "ar")


def test_a_particle_is_no_part_of_a_word() -> None:
    text = "كيّف الاتحاد مواده المتعلقة بحماية الأطفال على الخط."
    assert _topic("حماية الأطفال", "ar").is_in(text, "ar")
    assert not _topic("اللغة", "ar").is_in("بلغ عددهم عشرة.", "ar")


def test_words_of_a_sentence_and_its_headings_count_together() -> None:
    topic = _topic("working methods", "en")
    assert topic.is_in("Two systems work. Their methods differ.", "en") is False
    assert topic.is_in("Its methods of work differ.", "en")
    assert topic.is_in("Two systems work. All is well.", "en", ["2 Methods"])


@pytest.mark.parametrize(
    ("language", "word", "other", "is_so"),
    [
        *(("en", "extend", "extension", True), ("en", "submit", "submission", True)),
        *(("en", "group", "growth", False), ("en", "term", "team", False)),
        *(("fr", "inclure", "inclusion", True), ("es", "decidir", "decisión", True)),
        *(("ru", "продлить", "продление", True), ("ru", "страна", "стандарт", False)),
        *(("ar", "يمدد", "تمديد", True), ("ar", "تمديدها", "مدّدها", True)),
        *(("ar", "لا", "ولاية", False), ("ar", "تمويل", "تمديد", False)),
        ("zh", "延长", "延期", False),
    ],
)
def test_a_verb_and_its_noun_are_akin(language: str, word: str, other: str, is_so: bool) -> None:
    (first,), (second,) = (words(text, language) for text in (word, other))
    assert are_akin(first.term, second.term, language) is is_so


def test_one_word_is_not_two_of_a_topic() -> None:
    funding = {"en": {"financ": ("fund",), "fund": ("financ",)}}
    topic = TopicTerms("en", ("financ", "fund"), frozenset(), funding, {})
    assert not topic.is_in("The work is funded.", "en")
    assert topic.is_in("The fund is financed by a levy.", "en")


def test_a_part_of_a_topics_name_does_not_name_it() -> None:
    """A topic 远程参会 that is called `participation à distance` is not in `distance` alone."""
    terms = ("远程", "参会")
    parts = {"远程": ("distanc",), "参会": ("distanc", "particip")}
    topic = TopicTerms("zh", terms, frozenset(), {"fr": parts}, {"fr": ("particip a distanc",)})
    assert topic.is_in("La déclaration se heurtait à la distance.", "fr") is None
    assert topic.is_in("Les pôles servent à la participation à distance.", "fr")
