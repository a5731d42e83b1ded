"""Writers: models of the user's own that answer a question from passages, and translators.

Read ``failure``, ``settings``, ``prompt``, ``connections``, ``stream``, ``sentences``, ``write``,
``translators``. A server of OpenAI's protocol for chats writes; ``WSIS_SEARCH_WRITER`` names it.
A server of translations is named by ``WSIS_SEARCH_TRANSLATOR``. Without them nothing here runs. A
writer gets no tools. Nothing is searched, checked or drawn here.
"""

from search_app.writers.failure import WriterError
from search_app.writers.sentences import WrittenSentence, split_sentences
from search_app.writers.settings import WriterSettings
from search_app.writers.translators import TranslatorSettings, translate_text
from search_app.writers.write import PASSAGES, write_answer

__all__ = [
    "PASSAGES",
    "TranslatorSettings",
    "WriterError",
    "WriterSettings",
    "WrittenSentence",
    "split_sentences",
    "translate_text",
    "write_answer",
]
