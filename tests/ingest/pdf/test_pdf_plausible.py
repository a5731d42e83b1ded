"""Is text with swapped letters found?"""

from __future__ import annotations

import pytest

from ingest.pdf.content.plausibility import find_implausible

ARABIC = (
    "لما كان الاعتراف بالكرامة المتأصلة في جميع أعضاء الأسرة البشرية وبحقوقهم المتساوية الثابتة هو "
    "أساس الحرية والعدل والسلام في العالم ولما كان تناسي حقوق الإنسان وازدراؤها قد أفضيا إلى أعمال "
    "همجية آذت الضمير الإنساني وكان غاية ما يرنو إليه عامة البشر انبثاق عالم يتمتع فيه الفرد بحرية "
    "القول والعقيدة ويتحرر من الفزع والفاقة"
)
RUSSIAN = (
    "Принимая во внимание, что признание достоинства, присущего всем членам человеческой семьи, и "
    "равных и неотъемлемых прав их является основой свободы, справедливости и всеобщего мира; и "
    "принимая во внимание, что пренебрежение и презрение к правам человека привели к варварским "
    "актам, которые возмущают совесть человечества"
)


@pytest.mark.parametrize("text", [ARABIC, RUSSIAN])
def test_words_are_words(text: str) -> None:
    assert not find_implausible([text, text])


@pytest.mark.parametrize(("text", "letters"), [(ARABIC, "امتبنلوري"), (RUSSIAN, "оеаинтсрвл")])
def test_swapped_letters_make_none(text: str, letters: str) -> None:
    swapped = str.maketrans(letters, letters[1:] + letters[0])
    assert find_implausible([text.translate(swapped)] * 2) == {0, 1}


@pytest.mark.parametrize("text", ["", "القرار", "CWG-WSIS&SDG-39/2 " * 99, "理事会" * 200])
def test_texts_that_cannot_be_judged_are_plausible(text: str) -> None:
    assert not find_implausible([text])
