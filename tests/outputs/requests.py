"""The fixed requests whose answers are recorded on every surface, in six languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request.

    Attributes:
        operation: name of the command, the address and the tool.
        given: what is asked for: its first value is the command's argument.
        options: filters and the language, by the names of the command's options.
        reader: language of whoever asks.
        formats: files that the command writes.
    """

    operation: str
    given: dict[str, Any]
    options: dict[str, Any] = field(default_factory=dict)
    reader: str = "en"
    formats: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return a name that differs from that of every other request."""
        parts = [*self.given.values(), *(f"{key}={value}" for key, value in self.options.items())]
        return " ".join(map(str, (self.operation, *parts, self.reader)))


def _search(query: str, reader: str, **options: Any) -> RecordedRequest:
    return RecordedRequest("search", {"query": query}, options, reader)


def _positions(topic: str, reader: str, **options: Any) -> RecordedRequest:
    return RecordedRequest("positions", {"topic": topic}, options, reader, ("docx", "csv"))


def _compare(old: str, new: str, reader: str, **options: Any) -> RecordedRequest:
    return RecordedRequest("compare", {"old": old, "new": new}, options, reader, ("docx",))


def _lookup(reference: str, reader: str) -> RecordedRequest:
    return RecordedRequest("lookup", {"reference": reference}, {}, reader)


def _show(symbol: str, reader: str, **options: Any) -> RecordedRequest:
    return RecordedRequest("show", {"symbol": symbol}, options, reader)


_DRAFT: Final = (
    "The Secretariat is requested to report on the digital gender gap.\n"
    "Member States are invited to share experience on early warning for rivers."
)

REQUESTS: Final = (
    _search("Who tracks livestock with satellite ear tags?", "en"),
    _search("persons with disabilities", "en", all_revisions=True),
    _search("funding", "en", k=30),
    _search("数字性别鸿沟", "zh", shown_in="ar"),
    _search("残疾人", "zh"),
    _search("修订1有何不同", "zh"),
    _search("الأشخاص ذوي الإعاقة", "ar"),
    _search("القمة العالمية لمجتمع المعلومات", "ar", mode="dense"),
    _search("القرار 140", "ar"),
    _search("Égypte", "fr", shown_in="original"),
    _search("combien de pays participent", "fr", mode="lexical"),
    _search("résolution cent quarante", "fr"),
    _search("женщины и девочки", "ru", language=["ru"]),
    _search("ведение переговоров о будущем интернета", "ru", until="2024"),
    _search("раннее предупреждение", "ru", series=["C"]),
    _search("resolución 140 (Rev. Bucarest, 2022)", "es", since="2023"),
    _search("basura electrónica", "es", meeting=["40"]),
    _search('"línea de acción"', "es", source="Secretariat"),
    _search("zzqx vvk", "en"),
    RecordedRequest("precedents", {"text": _DRAFT}, {"k": 3}, "en"),
    RecordedRequest(
        "precedents", {"text": "请秘书处就数字性别鸿沟提出报告。"}, {"shown_in": "zh"}, "zh"
    ),
    RecordedRequest("precedents", {"text": "يُطلب من الأمانة أن تقدم تقريراً."}, {"k": 2}, "ar"),
    *(_lookup(name, "en") for name in ("CWG-WSIS&SDG-40/5", "PP Res. 140", "WSIS C5", "140")),
    _lookup("第1332号决议", "zh"),
    _lookup("القرار 140", "ar"),
    _lookup("A/RES/70/125", "fr"),
    _lookup("CWG-WSIS&SDG-99/9", "es"),
    _show("CWG-WSIS&SDG-40/5", "en", label="3.4"),
    _show("CWG-WSIS&SDG-40/INF/7", "en", label="1.1", shown_in="en"),
    _show("CWG-WSIS&SDG-39/2", "ar", label="2.1", shown_in="ar"),
    _show("CWG-WSIS&SDG-99/9", "fr"),
    *(
        RecordedRequest("equivalents", {"term": term}, {}, reader)
        for term, reader in (
            *(("action line", "en"), ("ligne d'action", "fr"), ("行动方面", "zh")),
            *(("خط العمل", "ar"), ("направление деятельности", "ru"), ("línea de acción", "es")),
        )
    ),
    _positions("early warning", "en"),
    _positions("早期预警", "zh", shown_in="zh"),
    _positions("الإنذار المبكر", "ar", shown_in="ar"),
    _positions("femmes", "fr", meeting=["40"]),
    _positions("женщины", "ru", since="2024"),
    _positions("gobernanza de Internet", "es", series=["C"]),
    _positions("zzqx", "en"),
    RecordedRequest("mandates", {}, {}, "en", ("docx", "csv")),
    RecordedRequest("mandates", {}, {"shown_in": "ar"}, "ar", ("docx",)),
    RecordedRequest(
        "mandates", {}, {"document": "CWG-WSIS&SDG-40/5", "shown_in": "fr"}, "fr", ("csv",)
    ),
    RecordedRequest("mandates", {}, {"addressee": "秘书处", "due": "2025"}, "zh"),
    RecordedRequest("mandates", {}, {"addressee": "Martian"}, "en"),
    RecordedRequest("dossier", {"meeting": "41"}, {}, "en", ("docx", "markdown")),
    RecordedRequest("dossier", {"meeting": "40"}, {"shown_in": "ar"}, "ar", ("docx", "markdown")),
    RecordedRequest("dossier", {"meeting": "40"}, {"shown_in": "zh", "series": ["C"]}, "zh"),
    _compare("CWG-WSIS&SDG-40/3", "CWG-WSIS&SDG-40/3(Rev.1)", "en"),
    _compare("CWG-WSIS&SDG-40/3", "CWG-WSIS&SDG-40/3(Rev.1)", "ru", shown_in="ru"),
    _compare("CWG-WSIS&SDG-40/3", "CWG-WSIS&SDG-41/INF/3", "es"),
    RecordedRequest(
        "refs", {"text": "See Resolution 140 (Rev. Bucharest, 2022) and WSIS C5."}, {}, "en"
    ),
    RecordedRequest("refs", {"text": "وفقاً للقرار 140 والقرار 1332."}, {}, "ar"),
    RecordedRequest("status", {}, {}, "en"),
    RecordedRequest("status", {}, {}, "ar"),
)
"""Some sixty requests; those of one language are in its own words."""

LISTED: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("documents", {"k": 20}),
    ("documents", {"series": "INF", "in": "zh"}),
    ("passages", {"symbol": "CWG-WSIS&SDG-40/5", "k": 5, "offset": 3}),
    ("files", {"symbol": "CWG-WSIS&SDG-40/5"}),
    ("search", {"query": "funding", "k": 0}),
    ("search", {"question": "funding"}),
    ("search", {}),
)
"""Requests that only the REST interface has, with three that it does not understand."""

PAGES: Final = (
    *(
        ("", {"q": query, "ui": ui})
        for query, ui in (
            *(("persons with disabilities", "en"), ("残疾人", "zh"), ("الأشخاص ذوي الإعاقة", "ar")),
            *(("mujeres", "es"), ("резолюция 140", "ru"), ("zzqx vvk", "fr")),
        )
    ),
    ("", {"ui": "en"}),
    ("", {"ui": "ar"}),
    ("documents", {"ui": "en"}),
    ("documents", {"symbol": "CWG-WSIS&SDG-40/5", "ui": "zh"}),
    ("references", {"q": "PP Res. 140", "ui": "en"}),
    ("references", {"q": "القرار 140", "ui": "ar"}),
    ("positions", {"q": "early warning", "ui": "en"}),
    ("positions", {"q": "早期预警", "ui": "zh"}),
    ("mandates", {"ui": "fr"}),
    ("dossier", {"meeting": "41", "ui": "en"}),
    ("dossier", {"meeting": "40", "ui": "ar"}),
    ("compare", {"from": "CWG-WSIS&SDG-40/3", "to": "CWG-WSIS&SDG-40/3(Rev.1)", "ui": "ru"}),
    ("draft", {"ui": "es"}),
    ("citations", {"ui": "fr"}),
    ("alerts", {"ui": "zh"}),
    ("corpus", {"ui": "en"}),
)
"""Pages of the app by their address."""
