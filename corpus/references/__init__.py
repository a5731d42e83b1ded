"""Which other documents does a text refer to? Found by grammar, in six languages, never by a model.

``find`` gives every reference of a text with its exact place and one canonical form, whatever the
language: documents, resolutions, decisions, recommendations, WSIS action lines, SDG goals and
targets, and documents that are cited by a name (Tunis Agenda, 2030 Agenda).

A reference to a paragraph (``para. 109 of the Tunis Agenda``, ``《突尼斯议程》第109段``) is one mention:
its canonical form names the document, its span covers the paragraph's words, and ``paragraphs``
reads their numbers from its text.
"""

from corpus.references.find import find
from corpus.references.paragraphs import paragraphs

__all__ = ["find", "paragraphs"]
