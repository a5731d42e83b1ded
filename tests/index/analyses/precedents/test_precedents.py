"""Are the precedents of a draft found, in any language, and is reuse told from likeness?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from corpus import sample
from corpus.cards import Editions, Figures
from corpus.documents import Document, Metadata, Passage
from corpus.errors import QueryError
from corpus.extract.references import find
from corpus.filters import Filters
from index.analyses.precedents.drafts import DraftParagraph, precedents, sort_key
from index.indexing.build import build
from index.model.encoder import Encoder
from index.retrieval import Question
from index.retrieval.search import Search
from index.store import Store
from ingest.read import read
from tests.conftest import of_texts

COVER = "CWG-WSIS&SDG-{number}/2-{letter}\n{date}\n"
FILES = {
    # The same paragraph in two languages of one document; one that is there in Russian alone.
    "S22-CWGWSIS38-C-0002!!MSW-E.txt": COVER.format(number=38, letter="E", date="12 September 2022")
    + "Contribution by Brazil\n"
    "1\tThe Group invites the secretariat to publish a yearly report on the digital divide between "
    "women and men in rural areas.\n"
    "2\tThe stocktaking database should be opened to projects of local communities.\n",
    "S22-CWGWSIS38-C-0002!!MSW-F.txt": COVER.format(number=38, letter="F", date="12 septembre 2022")
    + "Contribution du Brésil\n"
    "1\tLe Groupe invite le secrétariat à publier un rapport annuel sur la fracture numérique "
    "entre les femmes et les hommes dans les zones rurales.\n"
    "2\tLa base de données de l'inventaire devrait être ouverte aux projets des communautés "
    "locales.\n",
    "S23-CWGWSIS39-INF-0003!!MSW-R.txt": "CWG-WSIS&SDG-39/INF/3-R\n10 сентября 2023 года\n"
    "1\tКаждый регион должен получить центр подготовки преподавателей цифровой грамотности для "
    "пожилых людей.\n"
    "2\tСовет принял Резолюцию 1332 об участии МСЭ в выполнении решений ВВУИО.\n",
}


@pytest.fixture(scope="module")
def searched(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder
) -> Iterator[tuple[Store, Search]]:
    folder = tmp_path_factory.mktemp("precedents")
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    with Store(folder / "index", create=True) as store:
        report = build(store, encoder, sorted(folder.glob("*.txt")))
        assert not report.failed
        yield store, Search(store, encoder)


def test_an_earlier_bare_number_is_of_its_documents_body(tmp_path: Path, encoder: Encoder) -> None:
    text = "1\tThe Sector applies Resolution 1 (Rev. {}) in the work of all its study groups.\n"
    name = "T-RES-T.1-{}-MSW-E.txt"
    for year in ("2016", "2022"):
        (tmp_path / name.format(year)).write_text(text.format(year), "utf-8")
    with Store(tmp_path / "index", create=True) as store:
        assert not build(store, encoder, [tmp_path / name.format(2016)]).failed
        (paragraph,) = precedents(
            store, Search(store, encoder), read(tmp_path / name.format(2022)), shown_in=None
        )
    (precedent,) = paragraph.precedents
    assert precedent.editions == (
        Editions("WTSA Res. 1 (Rev. Geneva, 2022)", "WTSA Res. 1 (Rev. Hammamet, 2016)"),
    )


def draft(
    *texts: str, language: str = "en", symbol: str | None = None, date: str | None = None
) -> Document:
    passages = [
        Passage("paragraph", text, language=language, mentions=find(text)) for text in texts
    ]
    return Document(
        Path("draft.docx"),
        "docx",
        language,
        None,
        Metadata(symbol=symbol, date=date),
        tuple(passages),
    )


def ask(searched: tuple[Store, Search], document: Document, **options: str) -> list[DraftParagraph]:
    return precedents(*searched, document, shown_in=options.get("shown_in"))


VERBATIM = (
    "The Group invites the secretariat to publish a yearly report on the digital divide between "
    "women and men in remote areas."
)


@pytest.mark.thorough
def test_text_taken_over_comes_first_with_its_share(
    searched: tuple[Store, Search],
) -> None:
    (paragraph,) = ask(searched, draft(VERBATIM))
    first = paragraph.precedents[0]
    assert first.found.symbol == "CWG-WSIS&SDG-38/2"
    assert first.found.passage.label == "1"
    assert first.share == pytest.approx(20 / 21)
    assert first.reuse == first.relation == "changed"
    assert first.found.date == "2022-09-12"
    symbols = [precedent.found.symbol for precedent in paragraph.precedents]
    assert len(symbols) == len(set(symbols)), "one a document"


def test_texts_that_cannot_be_shown_are_not_embedded(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "The Group invites the secretariat to publish a yearly report on women in rural areas."
    other = "Women of rural areas should read, each year, what the secretariat writes on them."
    for number, paragraph in ((1, text), (2, other)):
        path = tmp_path / f"S22-CWGWSIS38-C-000{number}!!MSW-E.txt"
        path.write_text(f"CWG-WSIS&SDG-38/{number}-E\n12 September 2022\n1\t{paragraph}\n", "utf-8")
    embedded: list[str] = []
    embed_texts = Search.embed_texts

    def count_texts(self: Search, texts: Sequence[str], **options: bool) -> list[Question]:
        embedded.extend(texts)
        return embed_texts(self, texts, **options)

    monkeypatch.setattr(Search, "embed_texts", count_texts)
    with Store(of_texts(tmp_path, encoder)) as store:
        searched = store, Search(store, encoder)
        (first,) = precedents(*searched, draft(text), k=1)
        assert [precedent.reuse for precedent in first.precedents] == ["verbatim"]
        assert embedded == [text]
        (both,) = precedents(*searched, draft(text), k=2)
    assert other in embedded
    assert [both.precedents[0], len(both.precedents)] == [first.precedents[0], 2]


def test_verbatim_is_said_of_whole_sentences_alone(searched: tuple[Store, Search]) -> None:
    store, _ = searched
    (shown,) = ask(searched, draft(VERBATIM))[0].precedents[:1]
    whole = store.passages.paragraph_text(shown.found.passage_id)
    standings = {}
    for text in (whole, f"1)  {whole.upper().replace(',', '')}", f"{whole} Not so.", whole[20:]):
        (paragraph,) = ask(searched, draft(text))
        standings[text] = paragraph.precedents[0].relation
    assert list(standings.values()) == ["verbatim", "verbatim", "changed", "changed"]


def test_a_paragraph_too_short_to_be_compared_is_told(searched: tuple[Store, Search]) -> None:
    for text, language in (("Thank you, Chair.", "en"), ("نؤيد مقترح كينيا.", "ar")):
        (paragraph,) = ask(searched, draft(text, language=language))
        assert (paragraph.is_compared, paragraph.precedents) == (False, ())


def test_a_translation_of_a_russian_only_text_is_found(
    searched: tuple[Store, Search],
) -> None:
    text = "每个区域都应设立一个中心，培训为老年人教授数字素养的教师。"
    (paragraph,) = ask(searched, draft(text, language="zh"))
    first = paragraph.precedents[0]
    assert first.found.symbol == "CWG-WSIS&SDG-39/INF/3"
    assert first.found.language == "ru"
    assert first.reuse == first.relation == "translated"
    # Word for word is not known across languages.
    assert (first.share, first.compared) == (None, None)


def test_reuse_is_counted_in_the_version_it_came_from(
    searched: tuple[Store, Search],
) -> None:
    text = (
        "La base de données de l'inventaire devrait être ouverte aux projets des communautés "
        "locales et rurales."
    )
    (paragraph,) = ask(searched, draft(text, language="fr"))
    first = paragraph.precedents[0]
    assert (first.reuse, first.shown.language) == ("changed", "fr")
    (paragraph,) = ask(searched, draft(text, language="fr"), shown_in="en")
    first = paragraph.precedents[0]
    assert first.shown.language == "en"
    assert first.compared is not None
    assert first.compared.language == "fr"
    assert first.reuse == "changed"
    assert first.share == pytest.approx(15 / 17)
    assert first.text.startswith("La base de données")


def test_a_near_text_shows_the_words_in_common(
    searched: tuple[Store, Search],
) -> None:
    text = (
        "Le Groupe invite le secrétariat à publier une étude des effets que les prix ont sur les "
        "femmes dans les zones rurales."
    )
    (paragraph,) = ask(searched, draft(text, language="fr"))
    first = paragraph.precedents[0]
    assert (first.reuse, first.relation) == (None, "partly")
    assert first.is_worth_saying


@pytest.mark.parametrize(
    ("language", "text", "reuse", "share"),
    [
        (
            "ru",
            "Совет принял Резолюцию 1332 (Пересм. 2024 г.) об участии МСЭ в выполнении решений.",
            "changed",
            pytest.approx(8 / 9),
        ),
        (
            "ar",
            "اعتمد المجلس القرار 1332 (المراجَع في 2024) بشأن مشاركة الاتحاد في تنفيذ نواتج القمة.",
            None,
            None,
        ),
    ],
)
@pytest.mark.thorough
def test_another_year_and_edition_are_told(
    tmp_path: Path, encoder: Encoder, language: str, text: str, reuse: str | None, share: object
) -> None:
    path = tmp_path / "S23-CWGWSIS39-INF-0003!!MSW-R.txt"
    path.write_text(
        "CWG-WSIS&SDG-39/INF/3-R\n10 сентября 2023 года\n2\tСовет принял Резолюцию 1332 "
        "(Пересм. 2023 г.) об участии МСЭ в выполнении решений ВВУИО.\n",
        "utf-8",
    )
    with Store(tmp_path / "index", create=True) as store:
        build(store, encoder, [path])
        (paragraph,) = ask((store, Search(store, encoder)), draft(text, language=language))
    first = paragraph.precedents[0]
    assert (first.reuse, first.share) == (reuse, share)
    assert not first.figures  # the year is that of the edition
    assert first.editions == (
        Editions("Council Res. 1332 (Rev. 2024)", "Council Res. 1332 (Rev. 2023)"),
    )


SUBJECT = {
    "40/3": "1.2\t这一主题属于全权代表大会关于国际电联在落实WSIS成果和2030年议程方面作用的"
    "第140号决议（2022年，布加勒斯特，修订版）以及理事会第1332和1334号决议（2023年，修订版）的范围，"
    "也与关于应急和灾害情况下电信/ICT的第136号决议（2022年，布加勒斯特，修订版）及关于人工智能技术的"
    "第214号决议（2022年，布加勒斯特）有关。\n",
    "39/2": "1.2\t全权代表大会第140号决议（2022年，布加勒斯特，修订版）以及理事会第1332和1334号决议"
    "（2023年，修订版）要求秘书处为上述各行动方面制定路线图，不断予以更新，并向工作组报告。\n",
}
LISTED = "全权代表大会第140号决议（2022年，布加勒斯特，修订版）；理事会第1332和1334号决议"


@pytest.mark.thorough
def test_a_text_is_found_whatever_editions_it_cites(tmp_path: Path, encoder: Encoder) -> None:
    # What is nearest in meaning cites the same and says another thing; a list of what the document
    # refers to is nearer than the paragraph that was taken over.
    files = []
    for number, text in SUBJECT.items():
        meeting, document = number.split("/")
        path = tmp_path / f"S24-CWGWSIS{meeting}-C-{document:0>4}!!MSW-C.txt"
        path.write_text(f"CWG-WSIS&SDG-{number}-C\n2022年9月12日\n1.1\t{LISTED}\n{text}", "utf-8")
        files.append(path)
    own = draft(
        "这一主题属于全权代表大会第140号决议（2018年，迪拜，修订版）以及理事会第1332和1334号决议"
        "（2024年，修改版）的范围",
        language="zh",
    )
    with Store(tmp_path / "index", create=True) as store:
        assert not build(store, encoder, files).failed
        (paragraph,) = ask((store, Search(store, encoder)), own)
    first, *others = paragraph.precedents
    assert (first.found.symbol, first.found.passage.label) == ("CWG-WSIS&SDG-40/3", "1.2")
    assert first.relation == "changed"
    assert len(first.editions) == 3
    assert {precedent.relation for precedent in others} <= {"partly", "near"}


def test_what_both_cite_is_named(searched: tuple[Store, Search]) -> None:
    text = "The Council adopted Resolution 1332 on the role of ITU in the outcomes of WSIS."
    (paragraph,) = ask(searched, draft(text))
    first = paragraph.precedents[0]
    assert first.found.symbol == "CWG-WSIS&SDG-39/INF/3"
    assert first.references == ("Council Res. 1332",)


def test_the_draft_and_later_documents_are_no_precedents(
    searched: tuple[Store, Search],
) -> None:
    own = draft(VERBATIM, symbol="CWG-WSIS&SDG-38/2")
    later = draft(VERBATIM, date="2021-05-01")
    for document in (own, later):
        (paragraph,) = ask(searched, document)
        assert "CWG-WSIS&SDG-38/2" not in [
            precedent.found.symbol for precedent in paragraph.precedents
        ]


def test_signatures_and_dates_are_not_asked_for(searched: tuple[Store, Search]) -> None:
    assert ask(searched, draft("12 May 2024", "—", "Original: English")) == []


def test_no_precedents_wanted_is_wrong_use(searched: tuple[Store, Search]) -> None:
    with pytest.raises(QueryError, match="at least one"):
        precedents(*searched, draft(VERBATIM), k=0)


@pytest.mark.thorough
def test_the_cover_of_a_draft_is_not_compared(sample_index: Path, encoder: Encoder) -> None:
    draft = read(sample.FILES / "CWGWSIS40" / "S24-CWGWSIS40-C-0003!!MSW-C.docx")
    with Store(sample_index) as store:
        found = precedents(store, Search(store, encoder), draft, k=1)
    boxes = [one.passage.heading[-1] for one in found if one.passage.label is None]
    assert boxes[:3] == ["概要", "需采取的行动", "参考文件"]  # what stands in them is no cover
    assert found[0].is_compared
    assert found[3].passage.label == "1.1"


@pytest.mark.parametrize(
    ("language", "text", "figures"),
    [
        (
            "ar",
            (
                "فحيثما يذهب التعاهد إلى أبعد مما ذهبت إليه خطة عمل جنيف، ولا سيما في مجالي حوكمة "
                "البيانات والذكاء الاصطناعي، ينبغي للميسّرين الرئيسيين لخطوط العمل C3 وC5 وC10 "
                "تكييف خطط عملهم قبل نهاية عام 2026."
            ),
            Figures(("2026",), ("2025",)),
        ),
        (
            "zh",
            "将工作组的任期延长至2027年全权代表大会，每年召开三次实体会议。",
            Figures(("2027", "三"), ("2026", "两")),
        ),
    ],
)
@pytest.mark.thorough
def test_numbers_that_differ_are_named_in_figures_and_words(
    tmp_path: Path, encoder: Encoder, language: str, text: str, figures: Figures
) -> None:
    letter = {"ar": "A", "zh": "C"}[language]
    path = sample.FILES / "CWGWSIS40" / f"S24-CWGWSIS40-C-0005!!MSW-{letter}.docx"
    with Store(tmp_path / "index", create=True) as store:
        build(store, encoder, [path])
        (paragraph,) = ask((store, Search(store, encoder)), draft(text, language=language))
    first = paragraph.precedents[0]
    assert (first.found.symbol, first.reuse) == ("CWG-WSIS&SDG-40/5", "changed")
    assert first.figures == figures


@pytest.mark.thorough
def test_a_reference_that_both_have_is_no_other_number(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "Three lessons: involve registrars from the design stage; choose the simplest telephone; "
        "and pay bonuses on a fixed date, under Council Resolution 1332 (Rev. 2023)."
    )
    path = sample.FILES / "CWGWSIS41" / "S24-CWGWSIS41-INF-0004!!MSW-F.docx"
    with Store(tmp_path / "index", create=True) as store:
        build(store, encoder, [path])
        (paragraph,) = ask((store, Search(store, encoder)), draft(text))
    (one,) = paragraph.precedents
    assert one.found.passage.label == "5.1"
    assert one.figures == Figures()  # the tablets of 2022 are in place of no resolution
    assert one.editions == (
        Editions("Council Res. 1332 (Rev. 2023)", "Council Res. 1332 (Rev. 2024)"),
    )


def test_whether_denies_nothing(sample_index: Path, encoder: Encoder) -> None:
    text = (
        "自2021年起，两个业务部门在日常工作中使用机器学习，一个负责河流，另一个负责地震。"
        "两套系统都先与传统方法并行运行了18个月。发布洪水预警由值班人员决定。"
    )
    with Store(sample_index) as store:
        (paragraph,) = ask((store, Search(store, encoder)), draft(text, language="zh"))
    first = paragraph.precedents[0]
    assert (first.found.passage.label, first.relation) == ("2.1", "changed")
    assert "是否发布洪水预警" in first.text
    assert first.negations == Figures()


def test_a_lead_in_is_not_denied_by_its_words(reports_index: Path, encoder: Encoder) -> None:
    """``…日本建议理事会工作组：`` says nothing of the mandate, whose own paragraph is found."""
    with Store(reports_index) as store:
        text = draft("建议理事会不延长工作组的任期。", language="zh")
        (paragraph,) = ask((store, Search(store, encoder)), text)
    contrary = [each.found.passage.label for each in paragraph.precedents if each.is_contrary]
    assert contrary == ["3.6"]


@pytest.mark.parametrize(
    ("language", "request_", "follows"),
    [
        (
            "ar",
            "يُطلب إلى الأمانة أن تعد مسرداً موجزاً بمصطلحات التنبيه باللغات الست",
            " وأن تقدم تقريراً عن ذلك إلى الاجتماع القادم للفريق.",
        ),
        (
            "ru",
            "Поручить секретариату подготовить краткий глоссарий терминов на шести языках",
            " и представить отчет об этом следующему собранию группы.",
        ),
    ],
)
def test_a_request_is_found_though_another_one_follows(
    word_index: Path, encoder: Encoder, language: str, request_: str, follows: str
) -> None:
    """Its paragraph has the words of half of it, and is far from it in meaning."""
    with Store(word_index) as store:
        text = draft(f"{request_}{follows}", language=language)
        (paragraph,) = ask((store, Search(store, encoder)), text)
    first = paragraph.precedents[0]
    assert (first.found.symbol, first.found.passage.label) == ("CWG-WSIS&SDG-40/3(Rev.1)", "5.3")
    assert first.relation == "partly"


def test_a_short_sentence_on_another_subject_is_no_rewording(
    tmp_path: Path, encoder: Encoder
) -> None:
    """Its last sentence is as near as a rewording, the paragraph is not."""
    name = "S24-CWGWSIS40-C-0009!!MSW-A.txt"
    (tmp_path / name).write_text(
        COVER.format(number=40, letter="A", date="9 يناير 2024")
        + "1\tوقد أعدّ الرئيس العناصر الواردة أدناه استناداً إلى استنتاجات ذلك الاجتماع، وإلى 14 "
        "مجموعة من التعليقات الخطية الواردة حتى 12 يناير 2024، وإلى المساهمات التي عُمّمت منذ ذلك "
        "الحين. وهي نص عمل لا يُلزم أي وفد إلى أن يعتمده الفريق.\n",
        "utf-8",
    )
    with Store(of_texts(tmp_path, encoder)) as store:
        text = draft("يدعو المجلس إلى عدم تمديد ولاية الفريق.", language="ar")
        (paragraph,) = ask((store, Search(store, encoder)), text)
    assert not any(each.reuse for each in paragraph.precedents)


PLAIN_COVERS = {
    "en": (
        "Council Working Group on WSIS and SDGs",
        "Forty-second meeting – Geneva, 10–11 February 2025",
        "Document CWG-WSIS&SDG-42/7-E",
        "3 February 2025",
        "Original: English",
        "Contribution by Brazil",
        "Proposals on digital skills for older persons in rural areas",
        "We propose a training centre for teachers of digital literacy in every region.",
    ),
    "ar": (
        "فريق العمل التابع للمجلس المعني بالقمة العالمية لمجتمع المعلومات وأهداف التنمية المستدامة",
        "الاجتماع الثاني والأربعون – جنيف، 11-10 فبراير 2025",
        "الوثيقة CWG-WSIS&SDG-42/7-A",
        "3 فبراير 2025",
        "الأصل: بالإنكليزية",
        "مساهمة من البرازيل",
        "مقترحات بشأن المهارات الرقمية لكبار السن في المناطق الريفية",
        "نقترح إنشاء مركز لتدريب معلمي المهارات الرقمية لكبار السن في كل منطقة.",
    ),
}


@pytest.mark.parametrize("language", PLAIN_COVERS)
@pytest.mark.parametrize("name", ["draft.txt", "draft.docx"])
@pytest.mark.parametrize("has_summary", [False, True])
def test_a_cover_of_plain_paragraphs_is_not_compared(
    searched: tuple[Store, Search], tmp_path: Path, language: str, name: str, *, has_summary: bool
) -> None:
    lines: Sequence[str] = PLAIN_COVERS[language]
    if has_summary:
        lines = [*lines[:-1], {"en": "Summary", "ar": "ملخص"}[language], lines[-1]]
    if name.endswith("txt"):
        (tmp_path / name).write_text("\n".join(lines), "utf-8")
    else:
        written = docx.Document()
        for line in lines:
            written.add_paragraph(line)
        written.save(str(tmp_path / name))
    found = ask(searched, read(tmp_path / name))
    assert [one.passage.text for one in found] == [lines[-1]]


@pytest.mark.parametrize(
    "text", ["A yearly report on the digital divide in rural areas", PLAIN_COVERS["ar"][-1]]
)
def test_bare_paragraphs_have_no_cover(
    searched: tuple[Store, Search], tmp_path: Path, text: str
) -> None:
    (tmp_path / "draft.txt").write_text(text, "utf-8")
    assert [one.passage.text for one in ask(searched, read(tmp_path / "draft.txt"))] == [text]


@pytest.mark.thorough
def test_a_line_with_another_date_is_no_translation(tmp_path: Path, encoder: Encoder) -> None:
    for number, days in ((2, "12–13 September 2024"), (3, "10–11 February 2025")):
        (tmp_path / f"S24-CWGWSIS41-C-000{number}!!MSW-E.txt").write_text(
            f"CWG-WSIS&SDG-41/{number}-E\n3 September 2024\n1\tThe group will hold its next "
            f"meeting in Geneva on {days} at the headquarters of ITU.\n",
            "utf-8",
        )
    texts = {
        "zh": "工作组将于2025年2月10-11日在日内瓦国际电联总部举行下次会议。",
        "ar": "سيعقد الفريق اجتماعه المقبل في جنيف يومي 10-11 فبراير 2025 في مقر الاتحاد.",
    }
    with Store(tmp_path / "index", create=True) as store:
        build(store, encoder, sorted(tmp_path.glob("*.txt")))
        for language, text in texts.items():
            (paragraph,) = ask((store, Search(store, encoder)), draft(text, language=language))
            told = {
                precedent.found.symbol: (precedent.share, precedent.reuse)
                for precedent in paragraph.precedents
                if precedent.found.passage.label
            }
            assert told == {
                "CWG-WSIS&SDG-41/2": (None, None),
                "CWG-WSIS&SDG-41/3": (None, "translated"),
            }


def test_shared_words_rank_before_a_nearer_meaning(
    searched: tuple[Store, Search],
) -> None:
    (paragraph,) = precedents(
        *searched, draft("The stocktaking database should be opened to projects of schools.")
    )
    one = replace(paragraph.precedents[0], reuse=None, references=())
    partly, near = replace(one, share=0.31, score=0.41), replace(one, share=0.09, score=0.95)
    assert (partly.relation, near.relation) == ("partly", "near")
    assert sort_key(partly) > sort_key(near)
    assert sort_key(replace(partly, share=0.58)) > sort_key(replace(partly, score=0.64))
    translated = replace(one, share=None, score=0.55, reuse="translated")
    assert sort_key(translated) > sort_key(partly)
    # Most of the words are surer than other words on the same matter.
    reworded = replace(one, share=0.1, score=0.391, reuse="translated")
    assert sort_key(replace(partly, share=0.562)) > sort_key(reworded)


def test_each_contradicted_sentence_of_a_draft_has_its_source(
    searched: tuple[Store, Search],
) -> None:
    (paragraph,) = precedents(
        *searched,
        draft(
            "The Group invites the secretariat not to publish a yearly report on the digital "
            "divide between women and men in rural areas. The stocktaking database should not be "
            "opened to projects of local communities."
        ),
    )
    of_document = [
        (precedent.found.passage.label, precedent.class_)
        for precedent in paragraph.precedents
        if precedent.found.symbol == "CWG-WSIS&SDG-38/2"
    ]
    assert sorted(of_document) == [("1", "contrary"), ("2", "contrary")]


RETOLD = {
    "zh": (
        "供电的难题大于频谱的难题。580个地点中有354个不在电网覆盖之内，若用柴油"
        "发电，运行费用会增加一倍。为此，计划修建了使用太阳能的基站，每座装有1.8 "
        "kW电池板、9.6 kWh磷酸铁锂蓄电池以及一台能服务方圆大约6公里的小功率"
        "电台。基站还向卫生站存放疫苗的冰箱和一间教室的照明供电，所以村里人有自己的理"
        "由把它照看好。2022年的雨季里，电池板积了灰，云层一来，蓄电池只剩一半的电"
        "，可用率跌到91%。自那以后，每个村都由一位年轻村民每隔两周擦洗并检查电池板"
        "，并得到一点报酬，可用率又回到98%。"
    ),
    "ar": (
        "أما الأنهار فإن شبكة عصبية تتنبأ بمستوى مياهها في 312 موقعاً للقياس ضمن 46 من أحواض "
        "الأنهار قبل مدة أقصاها 18 ساعة. وتعتمد في ذلك على الأمطار التي ترصدها الرادارات مرة "
        "كل 5 دقائق، وعلى رطوبة التربة المأخوذة من صور الأقمار الصناعية، وعلى ما تعلنه إدارات "
        "السدود من تصريف، وعلى 28 سنة من قراءات المنسوب. وفي مواسم المطر لسنتي 2022 و2023 "
        "سبقت الشبكة إلى رصد 87 في المائة من المرات التي ارتفع فيها نهر فوق حد الخطر، في حين "
        "لم يرصد النموذج الهيدروليكي السابق سوى 71 في المائة، وازدادت المهلة الوسطى من 4 إلى "
        "9 ساعات."
    ),
    "es": (
        "En cuanto a los ríos, una red neuronal calcula la altura del agua en 312 puntos de "
        "medición de 46 cuencas, con una antelación de hasta 18 horas. Para ello se sirve de "
        "la lluvia que los radares miden cada 5 minutos, de la humedad del suelo que se "
        "obtiene de imágenes de satélite, de los desembalses que comunican las presas y de 28 "
        "años de registros del nivel del agua. En las temporadas de lluvias de 2022 y 2023 la "
        "red anticipó el 87 por ciento de los casos en que un río superó su nivel de peligro, "
        "frente al 71 por ciento del modelo hidráulico empleado hasta ese momento."
    ),
}


@pytest.mark.parametrize(
    ("language", "file", "label", "reuse", "own", "old"),
    [
        ("zh", "39-C-0007!!MSW-C", "3.1", "translated", "354", "344"),
        ("ar", "40-C-0003!!MSW-A", "2.1.1", "translated", "18", "15"),
        ("es", "40-C-0003!!MSW-S", "2.1.1", "changed", "18", "15"),
    ],
)
@pytest.mark.thorough
def test_a_loose_translation_shows_the_figure_that_differs(
    tmp_path: Path,
    encoder: Encoder,
    language: str,
    file: str,
    label: str,
    reuse: str,
    own: str,
    old: str,
) -> None:
    (path,) = sample.FILES.glob(f"*/*CWGWSIS{file}.*")
    with Store(tmp_path / "index", create=True) as store:
        build(store, encoder, [path])
        asked = draft(RETOLD[language], language=language)
        (paragraph,) = precedents(store, Search(store, encoder), asked)
        found = paragraph.precedents[0]
        assert (found.found.passage.label, found.reuse) == (label, reuse)
        assert found.figures == Figures((own,), (old,))
        assert not found.negations
        assert found.share


@pytest.mark.thorough
def test_a_retranslated_sentence_shows_the_figure_that_differs(
    tmp_path: Path, encoder: Encoder
) -> None:
    """One sentence is not called a translation; its figure is reported."""
    (path,) = sample.FILES.glob("*/*CWGWSIS39-C-0007!!MSW-F.docx")
    text = (
        "Il faut compter en moyenne 14 jours pour statuer sur une demande, contre 140 auparavant "
        "pour une licence classique."
    )
    with Store(tmp_path / "index", create=True) as store:
        build(store, encoder, [path])
        (asked,) = precedents(store, Search(store, encoder), draft(text, language="fr"))
    found = asked.precedents[0]
    assert (found.found.passage.label, found.relation) == ("2.3", "near")
    assert found.figures == Figures(("14",), ("21",))


@pytest.mark.parametrize(
    ("language", "text", "earlier", "figures"),
    [
        (
            "zh",
            "论坛每两年在日内瓦举行一次会议，各国政府和民间社会均可参加。",
            "The Forum meets in Geneva every 10 years; governments and civil society attend it.",
            Figures(("两",), ("10",)),
        ),
        (
            "ar",
            "يجتمع المنتدى في جنيف كل سنتين، وتشارك فيه الحكومات والمجتمع المدني.",
            "The Forum meets in Geneva every 10 years; governments and civil society attend it.",
            Figures(("سنتين",), ("10",)),
        ),
        (
            "en",
            "The Forum meets in Geneva every two years; governments and civil society attend it.",
            "论坛每10年在日内瓦举行一次会议，各国政府和民间社会均可参加。",
            Figures(("two",), ("10",)),
        ),
    ],
)
def test_a_translation_with_another_duration_shows_it(
    tmp_path: Path, encoder: Encoder, language: str, text: str, earlier: str, figures: Figures
) -> None:
    path = tmp_path / "earlier.txt"
    path.write_text(earlier, "utf-8")
    with Store(tmp_path / "index", create=True) as store:
        build(store, encoder, [path])
        (asked,) = precedents(store, Search(store, encoder), draft(text, language=language))
    found = asked.precedents[0]
    assert (found.class_, found.figures) == ("changed", figures)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "The stocktaking database should be closed to projects of local communities.",
            Figures(("closed",), ("opened",)),
        ),
        (
            "The Council rejected Resolution 1332 on ITU's part in implementing the WSIS outcomes.",
            Figures(("rejected",), ("принял",)),
        ),
    ],
)
def test_the_contrary_is_neither_taken_over_nor_translated(
    searched: tuple[Store, Search], text: str, words: Figures
) -> None:
    (paragraph,) = ask(searched, draft(text))
    first = paragraph.precedents[0]
    assert (first.class_, first.opposites) == ("contrary", words)


def test_omitted_words_are_taken_over_and_other_words_changed(
    searched: tuple[Store, Search],
) -> None:
    shorter = VERBATIM.replace(" yearly", "").replace("remote", "rural")
    classes = [
        paragraph.precedents[0].class_
        for paragraph in ask(searched, draft(shorter, VERBATIM, "The weather was fine all week."))
        if paragraph.precedents
    ]
    assert classes[:2] == ["taken-over", "changed"]


def test_a_version_outside_the_filter_is_not_compared(searched: tuple[Store, Search]) -> None:
    text = "Le Groupe invite le secrétariat à publier un rapport annuel sur la fracture numérique."
    english = Filters(languages=("en",))
    (paragraph,) = precedents(*searched, draft(text, language="fr"), filters=english)
    first = paragraph.precedents[0]
    assert first.found.language == first.shown.language == "en"
    assert (first.compared, first.share) == (None, None)


def test_a_document_is_listed_with_its_contrary_passage(tmp_path: Path, encoder: Encoder) -> None:
    """Other passages of the document are nearer in meaning to the whole of the draft."""
    name = "S22-CWGWSIS38-C-0002!!MSW-E.txt"
    (tmp_path / name).write_text(
        COVER.format(number=38, letter="E", date="12 September 2022")
        + "1\tThe travel grants are open to young engineers.\n"
        "2\tThe budget has several parts: rooms, interpretation and printing. At least 12 travel "
        "grants go to young engineers from small islands. The rest is spent on remote hubs.\n",
        "utf-8",
    )
    with Store(tmp_path / "index", create=True) as store:
        build(store, encoder, [tmp_path / name])
        text = "At most 12 travel grants go to young engineers from small islands."
        (paragraph,) = precedents(store, Search(store, encoder), draft(text))
    (first,) = paragraph.precedents
    assert (first.found.passage.label, first.class_) == ("2", "contrary")
