"""Is a passage found and shown in its own language, where its document is in another script?"""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest

from corpus.filters import Filters
from corpus.languages import choose_part_language
from index.indexing.build import build
from index.model.encoder import Encoder
from index.retrieval.passage_filters import FilterIndex
from index.retrieval.search import Search
from index.store import Store
from search_app.citing import citation, quotation
from search_app.localise import Locale
from search_app.web.documents.text import open_text
from search_app.web.documents.text_html import rows_html
from search_app.web.parts import passage_html

ARABIC = (
    "يقترح الفريق إنشاء مركز للابتكار في المناطق الساحلية لدعم الصيادين، على أن يبدأ العمل قريباً.",
    "ويدعو الفريق الدول الأعضاء إلى تقديم مساهمات طوعية لهذا المركز وإلى تبادل الخبرات فيما بينها.",
)
CHINESE = "工作组建议设立沿海创新中心，为小型渔民提供数字技能培训，并在明年年底前投入使用。"


def test_a_passage_in_another_script_keeps_its_language(tmp_path: Path, encoder: Encoder) -> None:
    written = docx.Document()
    for text in (ARABIC[0], CHINESE, ARABIC[1]):
        written.add_paragraph(text)
    written.save(str(tmp_path / "مذكرة 2026.docx"))
    with Store(tmp_path / "index", create=True) as store:
        assert not build(store, encoder, [tmp_path / "مذكرة 2026.docx"]).failed
        search = Search(store, encoder)
        (hit,) = search.search("沿海创新中心", filters=Filters(languages=("zh",))).hits
        for codes, count in ((("zh",), 1), (("ar",), 3), (("zh", "ar"), 3), (("fr",), 0)):
            under = Filters(languages=codes)
            assert len(store.filters.passages(under)) == count
            assert [*FilterIndex(store).filter_passages(under)] == store.filters.passages(under)
        (document,) = store.passages.documents_of([hit.found.passage_id]).values()
        whole = open_text(store, document, "ar")
        read = rows_html(whole, range(len(whole.rows)), Locale("zh"), lambda *_: "")
        assert re.search(f'<p [^>]*lang="zh" dir="ltr">(?:(?!<p ).)*{CHINESE}', read)
        assert 'dir="rtl"' in read
    shown = hit.shown
    assert (shown.language, shown.text_language) == ("ar", "zh")
    drawn = passage_html(shown, Locale("zh"), found_in=hit.found.language, wanted="zh")
    assert f'<p class="wsis-text" lang="zh" dir="ltr">{CHINESE}</p>' in drawn
    assert "<bdi>مذكرة 2026.docx</bdi>" in drawn
    assert Locale("zh").text("search.not_in", language=Locale("zh").in_language("zh")) not in drawn
    assert citation(shown, "en") == "مذكرة 2026.docx [Chinese]"
    assert quotation(shown, "zh").startswith(f"“{CHINESE}”")


@pytest.mark.parametrize(
    ("own", "whole", "told"),
    [
        ("zh", "ar", "zh"),
        ("en", "fr", "en"),
        ("ja", "zh", "zh"),  # none of the six
        (None, "ar", "ar"),
        ("ru", None, "ru"),
    ],
)
def test_a_part_in_one_of_the_six_languages_has_its_own(
    own: str | None, whole: str | None, told: str
) -> None:
    assert choose_part_language(own, whole) == told
