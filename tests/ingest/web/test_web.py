"""Web pages and Markdown read as a browser shows them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import NoTextError
from ingest.blocks import Block
from ingest.web import markdown
from ingest.web import page as web

Write = Callable[[str], Path]


@pytest.fixture
def page(tmp_path: Path) -> Write:
    """Writes a web page from the markup of its body; gives its path."""

    def write(body: str) -> Path:
        path = tmp_path / "page.html"
        path.write_text(
            f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>',
            encoding="utf-8",
        )
        return path

    return write


@pytest.fixture
def note(tmp_path: Path) -> Write:
    """Writes a Markdown file; gives its path."""

    def write(text: str) -> Path:
        path = tmp_path / "note.md"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def format_shown(blocks: tuple[Block, ...]) -> list[tuple[str, str | None, str]]:
    return [(block.kind[0], block.label, block.text) for block in blocks]


def test_paragraphs_and_headings(page: Write) -> None:
    path = page(
        "loose<h2>On  <i>the</i>\n way</h2><p>A <b>bold</b>\n  word<br>and a line</p>"
        "<div>outer<div>inner</div>outer again</div><pre>  kept\n  lines</pre>&copy; &#1071;"
    )
    blocks = web.read(path).blocks
    assert format_shown(blocks) == [
        ("p", None, "loose"),
        ("h", None, "On the way"),
        ("p", None, "A bold word\nand a line"),
        ("p", None, "outer"),
        ("p", None, "inner"),
        ("p", None, "outer again"),
        ("p", None, "kept\nlines"),
        ("p", None, "© Я"),
    ]
    assert blocks[1].level == 2


def test_text_that_a_browser_hides_is_not_read(page: Write) -> None:
    path = page(
        "<script>one</script><style>two</style><p hidden>three</p><template>four</template>"
        '<p style="color:red; DISPLAY : none">five</p><div style="visibility:hidden">six</div>'
        "<!-- seven --><noscript>eight</noscript><select><option>nine</option></select>"
        "<nav>Home Search</nav><p>ruby 漢<ruby>字<rt>zi</rt></ruby></p><?php ten ?>"
    )
    reading = web.read(path)
    assert format_shown(reading.blocks) == [("p", None, "ruby 漢字")]
    assert reading.running == ("Home Search",)


def test_numbers_of_lists(page: Write) -> None:
    path = page(
        '<ol start="9"><li>nine<li>ten<ol type="a"><li>a<li value="27">aa</ol></ol>'
        '<ol type="I" reversed><li>two<li>one</ol>'
        '<ol style="list-style-type: lower-roman"><li>i</ol>'
        '<ul><li>bullet</ul><ol style="list-style:none"><li>none</ol>'
        "<ol><li><p>first</p><p>its second paragraph</p></li></ol>"
    )
    assert format_shown(web.read(path).blocks) == [
        ("p", "9.", "nine"),
        ("p", "10.", "ten"),
        ("p", "a.", "a"),
        ("p", "aa.", "aa"),
        ("p", "II.", "two"),
        ("p", "I.", "one"),
        ("p", "i.", "i"),
        ("p", None, "bullet"),
        ("p", None, "none"),
        ("p", "1.", "first"),
        ("p", None, "its second paragraph"),
    ]


def test_numbers_that_word_typed(page: Write) -> None:
    path = page(
        "<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>2.10.1"
        "<span>&nbsp;&nbsp; </span></span><![endif]>The Group notes.</p>"
    )
    assert format_shown(web.read(path).blocks) == [("p", None, "2.10.1\tThe Group notes.")]


def test_rows_carry_their_headers(page: Write) -> None:
    path = page(
        "<table><caption>Table 1</caption><thead><tr><th>Country<th colspan=2>Years</tr></thead>"
        "<tr><td rowspan=2>Egypt<td>2003<td>2005<tr><td>2015<td>2025</table>"
    )
    assert format_shown(web.read(path).blocks) == [
        ("p", None, "Table 1"),
        ("t", None, "Country | Years"),
        ("t", None, "Country: Egypt | Years: 2003 | Years: 2005"),
        ("t", None, "Years: 2015 | Years: 2025"),
    ]


def test_a_table_that_arranges_the_page(page: Write) -> None:
    blocks = web.read(page("<table><tr><td><h1>Title</h1><p>Text</p></td></tr></table>")).blocks
    assert format_shown(blocks) == [("h", None, "Title"), ("p", None, "Text")]


def test_a_table_in_a_table(page: Write) -> None:
    inner = "<table><tr><th>A<th>B<th>C<tr><td>1<td>2<td>3</table>"
    path = page(f"<table><tr><th>X<th>Y<th>Z<tr><td>x{inner}<td>y<td>z</table>")
    texts = [block.text for block in web.read(path).blocks]
    assert texts == ["X | Y | Z", "X: x | Y: y | Z: z", "A | B | C", "A: 1 | B: 2 | C: 3"]


@pytest.mark.parametrize(
    ("encoding", "declared", "text"),
    [
        ("windows-1251", "windows-1251", "Группа принимает к сведению отчёт."),
        ("cp1256", "windows-1256", "يحيط الفريق علماً بالتقرير."),
        ("gb18030", "gb2312", "工作组注意到报告。镕"),
        ("cp1252", "iso-8859-1", "Le Groupe – « prend note »…"),
        ("utf-8", "no-such-encoding", "Группа принимает к сведению отчёт."),
        ("utf-8", "windows-1251", "工作组注意到报告，并感谢各成员国"),
        ("utf-16", "utf-16", "Группа принимает к сведению отчёт."),
    ],
)
def test_a_page_is_read_in_its_encoding(
    encoding: str, declared: str, text: str, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(f'<html><meta charset="{declared}"><p>{text}</p></html>'.encode(encoding))
    reading = web.read(path)
    assert [block.text for block in reading.blocks] == [text]
    assert not [warning for warning in reading.warnings if encoding != "utf-16"]


def test_title_and_language(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        '<html lang="fr"><head><title> Rapport\n du Groupe </title>'
        '<meta name="Author" content="Secrétariat"></head><p>Texte</p></html>',
        encoding="utf-8",
    )
    assert web.read(path).properties == {
        "title": "Rapport du Groupe",
        "language": "fr",
        "author": "Secrétariat",
    }


@pytest.mark.parametrize("body", ["", "<script>x</script>", "<img src='a.png'>"])
def test_a_page_that_shows_nothing(body: str, page: Write) -> None:
    with pytest.raises(NoTextError, match=r"page\.html shows no text"):
        web.read(page(body))


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ol><li", "nav", "font"])
def test_elements_in_elements_without_end(tag: str, page: Write) -> None:
    blocks = web.read(page("<p>begun</p>" + f"<{tag}>" * 20_000 + "deep")).blocks
    assert blocks[0].text == "begun"


def test_entities_do_not_grow(tmp_path: Path) -> None:
    path = tmp_path / "bomb.html"
    entities = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    path.write_text(
        f'<!DOCTYPE html [<!ENTITY l0 "lol">{entities}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        "<html><body><p>start &l12; &x; end</p></body></html>",
        encoding="utf-8",
    )
    text = " ".join(block.text for block in web.read(path).blocks)
    assert "start" in text
    assert "root:" not in text
    assert len(text) < 3000


@given(st.text(st.sampled_from("<>/=\"' &;!-apultdhrbo12лж文م\n"), max_size=200))
def test_any_markup_gives_blocks_or_a_message(markup: str) -> None:
    try:
        reading = web.of_markup(markup, Path("page.html"))
    except NoTextError:
        return
    assert all(block.text.strip() for block in reading.blocks)


def test_a_markdown_file_is_read_with_its_properties(note: Write) -> None:
    path = note(
        '---\ntitle: "Draft report"\nlang: es\n---\n# Informe\n\nHola *mundo* <b>x</b>,\nsigue.\n\n'
        "2.1 Texto con número\n\n| País | Año |\n|---|---|\n| Egipto | 2003 |\n| Túnez | 2005 |\n"
    )
    reading = markdown.read(path)
    assert reading.properties == {"title": "Draft report", "language": "es"}
    assert format_shown(reading.blocks) == [
        ("h", None, "Informe"),
        ("p", None, "Hola mundo x, sigue."),
        ("p", None, "2.1 Texto con número"),
        ("t", None, "País | Año"),
        ("t", None, "País: Egipto | Año: 2003"),
        ("t", None, "País: Túnez | Año: 2005"),
    ]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("1. a\n2. b\n3. c", ["1.", "2.", "3."]),
        ("1. a\n1. b\n1. c", ["1.", "2.", "3."]),
        ("3) a\n7) b", ["3)", "7)"]),
        ("- a\n- b", [None, None]),
        ("4. a\n   1. x\n   2. y\n5. b", ["4.", "1.", "2.", "5."]),
    ],
)
def test_markdown_keeps_numbers_as_typed(text: str, labels: list[str | None], note: Write) -> None:
    assert [block.label for block in markdown.read(note(text)).blocks] == labels


@pytest.mark.parametrize("text", ["> " * 5000 + "x", "- " * 5000 + "x", "[" * 20_000, "*" * 20_000])
def test_markdown_without_end(text: str, note: Write) -> None:
    try:
        markdown.read(note("begun\n\n" + text))
    except NoTextError:
        pytest.fail("the beginning is text")


@pytest.mark.parametrize("text", ["\n", "---\ntitle: x\n---\n", "<!-- nothing -->"])
def test_markdown_without_text(text: str, note: Write) -> None:
    with pytest.raises(NoTextError, match=r"note\.md"):
        markdown.read(note(text))
