"""Results of a search: hits with their passages, and notes on how the search took the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.languages import NUMBER, is_official
from index.retrieval.questions import Question
from index.retrieval.reranking import NO_DOUBT
from index.store import Excerpt


@dataclass(frozen=True, slots=True)
class Hit:
    """An answer to a question.

    Attributes:
        rank: from 1.
        score: 0 to 1, never rising except by date; 1 for a passage that a reference leads to. By
            meaning it is the debiased cosine, by words the share of the question's words
            (``lexical``). By both it is the cosine of the place (``scorers``).
        found: the passage that matched.
        shown: the same passage in the requested language, or ``found`` if there is none.
        is_exact: whether a reference in the question leads to it.
        stands_for: passages with the same text in superseded documents.
        rows: other rows of the same table that answer.
        items: items of the list that the passage introduces, in the language shown.
        more_here: hits of its document that the page leaves out, given at the last of them.
    """

    rank: int
    score: float
    found: Excerpt
    shown: Excerpt
    is_exact: bool = False
    stands_for: tuple[Excerpt, ...] = ()
    rows: tuple[Excerpt, ...] = ()
    items: tuple[Excerpt, ...] = ()
    more_here: int = 0

    @property
    def also_in(self) -> tuple[str, ...]:
        """Symbols of the superseded documents that say the same."""
        return tuple(dict.fromkeys(excerpt.symbol for excerpt in self.stands_for if excerpt.symbol))


@dataclass(frozen=True, slots=True)
class ResultNote:
    """A note that the reader of a result should know.

    ``code`` is ``unknown-reference``, ``other-language``, ``long-text``, ``no-phrase``,
    ``no-near``, ``phrase-in-heading``, ``goes-on-by-relevance``, ``common-words``,
    ``several-bodies`` or ``weak-answers``.
    """

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Result:
    """The answers to a question, best first.

    Attributes:
        language: of the question; None if unknown.
        milliseconds: duration of the search, with the embedding of the question.
        suggestions: near forms of a reference that the index does not have.
        passages: number of passages under the filters; ``documents`` is that of their documents.
        shown_in: preferred language of the hits; None shows them as found.
        answering: hits that answer, on all pages; None if many or in order of dates.
        doubt: fitted log-odds that none of the hits answers: above 0 a note says so. Minus infinity
            where references or quoted words lead to them.
    """

    query: str
    language: str | None
    milliseconds: float
    hits: tuple[Hit, ...]
    suggestions: tuple[str, ...] = ()
    notes: tuple[ResultNote, ...] = ()
    has_more: bool = False
    passages: int = 0
    documents: int = 0
    shown_in: str | None = None
    answering: int | None = None
    doubt: float = NO_DOUBT


_OTHER_LANGUAGES: Final = {
    "am": "Amharic", "bg": "Bulgarian", "de": "German", "el": "Greek", "fa": "Persian",
    "he": "Hebrew", "hi": "Hindi", "hy": "Armenian", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "ko": "Korean", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese",
    "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
}  # fmt: skip


_MESSAGES: Final = {
    "unknown-reference": "The index neither has nor mentions {unknown}. What follows is only near "
    "in meaning.",
    "several-bodies": "The number alone does not show which body adopted the text. Passages on the "
    "texts of every body with that number are included.",
    "other-language": "The question seems to be asked in {language}, which is none of the "
    f"{NUMBER} languages. The answers may be less exact.",
    "long-text": "The question is a long text, so its quotation marks and minus signs were taken "
    "as part of it.",
    "weak-answers": "It is not certain that any passage answers this. You can also try other "
    "words.",
    "common-words": "Every text has the words of the question. Add what it is about.",
    "phrase-in-heading": "The words in quotation marks stand in a heading; these passages are the "
    "first under it.",
    "goes-on-by-relevance": "What answers best comes first, the newest on top. Behind it, what "
    "answers less follows by relevance.",
    "no-phrase": "No passage that may be found holds these words exactly: {phrases}. Leave out the "
    "quotation marks to search by meaning.",
    "no-near": "No passage that may be found has these words so near each other: {near}. Allow "
    "more words between them, or leave out the quotation marks to search by meaning.",
}


def notes(
    question: Question,
    *,
    has_hits: bool,
    is_weak: bool,
    unknown: Sequence[str] = (),
    are_of_several: bool = False,
    is_headed: bool = False,
    is_common: bool = False,
    goes_on_by_relevance: bool = False,
) -> tuple[ResultNote, ...]:
    """Say what a reader should know of how a question was taken, and of what was found.

    ``unknown`` references count where nothing else in the question finds anything.
    ``are_of_several`` says that a number of the question shows no body. ``is_headed``
    says that a heading has the phrase, and the passages do not. ``is_common`` says that every text
    has all words. ``goes_on_by_relevance`` says that the order of dates ends above the last hit.
    """
    code = question.language
    is_so = {
        "unknown-reference": bool(unknown),
        "several-bodies": are_of_several,
        "other-language": code is not None and not is_official(code),
        "long-text": question.is_text,
        "common-words": is_common,
        "weak-answers": is_weak and has_hits,
        "phrase-in-heading": is_headed,
        "goes-on-by-relevance": goes_on_by_relevance,
        "no-phrase": bool(question.phrases) and not question.without and not has_hits,
        "no-near": bool(question.near) and not has_hits,
    }
    named = {
        "unknown": ", ".join(unknown),
        "language": _OTHER_LANGUAGES.get(code or "", code),
        "phrases": ", ".join(question.phrases),
        "near": ", ".join(map(str, question.near)),
    }
    return tuple(ResultNote(note, _MESSAGES[note].format(**named)) for note in is_so if is_so[note])
