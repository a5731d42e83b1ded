"""Fields and spans of mentions, to the letter, for the forms that a reference may have."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.references.score import HELD_OUT, LABELLED, sentences
from corpus.documents import Mention
from corpus.extract.references import (
    editions,
    extents,
    find,
    find_in_lookup,
    find_in_query,
    find_missing_part,
    find_other_bodies,
    numbers,
    paragraphs,
    phrases,
)
from corpus.extract.references.bodies import of_number
from corpus.extract.references.heads import is_plural
from corpus.extract.references.words import words
from corpus.languages import BY_CODE

# Each text with its mentions: canonical form, edition, and what stands in the text.
FORMS: list[tuple[str, tuple[tuple[str, str | None, str], ...]]] = [
    ("Resolution 217 A (III)", (("A/RES/217(III)A", None, "Resolution 217 A (III)"),)),
    ("ECOSOC resolution 288 B (X)", (("E/RES/288(X)B", None, "resolution 288 B (X)"),)),
    ("Council resolution 10 (III)", (("E/RES/10(III)", None, "resolution 10 (III)"),)),
    ("WTDC resolution 5 (III)", ()),
    ("General Assembly resolution 40 (XXXI)", ()),
    (
        "General Assembly resolution 2200 A (XXI)",
        (("A/RES/2200(XXI)A", None, "resolution 2200 A (XXI)"),),
    ),
    ("resolution 40 (C)", ()),
    ("decision 5 (XX)", ()),
    ("ITU-T and Resolution 5 (XX)", (("A/RES/5(XX)", None, "Resolution 5 (XX)"),)),
    ("Resolution 1999", ()),
    ("Resolution 1000", (("Council Res. 1000", None, "Resolution 1000"),)),
    ("Resolution 999", ()),
    ("Resolution 1299", (("Council Res. 1299", None, "Resolution 1299"),)),
    ("Council Resolution 1900", (("Council Res. 1900", None, "Resolution 1900"),)),
    (
        "Resolution 1900 (Rev. 2023)",
        (("Council Res. 1900 (Rev. 2023)", "2023", "Resolution 1900 (Rev. 2023)"),),
    ),
    ("Decision 5", (("PP Dec. 5", None, "Decision 5"),)),
    ("Dec. 5", ()),
    ("Decision 562", (("Council Dec. 562", None, "Decision 562"),)),
    ("Dec. 562", (("Council Dec. 562", None, "Dec. 562"),)),
    ("Decision 1000", ()),
    ("Resolution 750 of WRC", (("WRC Res. 750", None, "Resolution 750"),)),
    ("the WRC adopted Resolution 750", (("WRC Res. 750", None, "Resolution 750"),)),
    ("the WTDC adopted Resolution 30", (("WTDC Res. 30", None, "Resolution 30"),)),
    ("the WTDC and PP noted Resolution 30", (("PP Res. 30", None, "Resolution 30"),)),
    ("the WTDC adopted Resolution 300", ()),
    ("the RA adopted Resolution 30", (("RA Res. 30", None, "Resolution 30"),)),
    (
        "Resolution 30 (Buenos Aires, 2017)",
        (("WTDC Res. 30 (Buenos Aires, 2017)", "2017", "Resolution 30 (Buenos Aires, 2017)"),),
    ),
    (
        "Resolution 30 (Rev. Kigali, 2022)",
        (("WTDC Res. 30 (Rev. Kigali, 2022)", "2022", "Resolution 30 (Rev. Kigali, 2022)"),),
    ),
    (
        "Resolution 30 (Kigali)",
        (("WTDC Res. 30 (Kigali, 2022)", "2022", "Resolution 30 (Kigali)"),),
    ),
    (
        "Resolution 30 (Rev. Geneva)",
        (("PP Res. 30 (Rev. Geneva, 1992)", "1992", "Resolution 30 (Rev. Geneva)"),),
    ),
    (
        "Resolution 30 (Rev. Nowhere, 2022)",
        (("PP Res. 30 (Rev. Nowhere, 2022)", "2022", "Resolution 30 (Rev. Nowhere, 2022)"),),
    ),
    ("Recommendation 5 (2009)", ()),
    (
        "Recommendation 5 (Rev. Bucharest, 2022)",
        (("PP Rec. 5 (Rev. Bucharest, 2022)", "2022", "Recommendation 5 (Rev. Bucharest, 2022)"),),
    ),
    (
        "Recommendation 5 of the Plenipotentiary Conference",
        (("PP Rec. 5", None, "Recommendation 5"),),
    ),
    ("decision 267 (2009)", ()),
    ("Decision 5 (2009)", (("PP Dec. 5 (2009)", "2009", "Decision 5 (2009)"),)),
    ("Decision 562 (2009)", (("Council Dec. 562 (2009)", "2009", "Decision 562 (2009)"),)),
    ("Security Council resolution 1325", (("S/RES/1325", None, "resolution 1325"),)),
    (
        "Security Council resolution 1325 (2000)",
        (("S/RES/1325", "2000", "resolution 1325 (2000)"),),
    ),
    ("Security Council resolution 1325 (Rev. 2000)", ()),
    ("resolution 1325 (2000)", (("S/RES/1325", "2000", "resolution 1325 (2000)"),)),
    ("resolution 1325 (1999)", (("S/RES/1325", "1999", "resolution 1325 (1999)"),)),
    ("resolution 1325 (2001)", (("S/RES/1325", "2001", "resolution 1325 (2001)"),)),
    ("resolution 1325 (2003)", (("Council Res. 1325 (2003)", "2003", "resolution 1325 (2003)"),)),
    ("resolution 2500", (("S/RES/2500", None, "resolution 2500"),)),
    ("United Nations resolution 1325", (("S/RES/1325", None, "resolution 1325"),)),
    ("UN resolution 1500", (("S/RES/1500", None, "resolution 1500"),)),
    ("HRC resolution 5", (("A/HRC/RES/5", None, "resolution 5"),)),
    ("General Assembly decision 5", (("A/DEC/5", None, "decision 5"),)),
    ("General Assembly recommendation 5", ()),
    ("ECOSOC resolution 5 (2020)", ()),
    ("Resolution 0", ()),
    ("Resolution 007", (("PP Res. 7", None, "Resolution 007"),)),
    ("resolution 70/1", (("A/RES/70/1", None, "resolution 70/1"),)),
    ("resolution 100/1", ()),
    ("resolution 30/1", ()),
    ("resolution 31/1", (("A/RES/31/1", None, "resolution 31/1"),)),
    ("resolution 99/1", (("A/RES/99/1", None, "resolution 99/1"),)),
    ("resolution 2023/3", (("E/RES/2023/3", None, "resolution 2023/3"),)),
    ("ECOSOC decision 2023/3", (("E/DEC/2023/3", None, "decision 2023/3"),)),
    ("General Assembly resolution 2023/3", ()),
    ("resolution 1945/3", ()),
    ("resolution 1946/3", (("E/RES/1946/3", None, "resolution 1946/3"),)),
    ("resolution 70/1234", ()),
    ("HRC resolution 47/23", (("A/HRC/RES/47/23", None, "resolution 47/23"),)),
    ("HRC resolution 2001/23", ()),
    ("Council resolution 47/23", (("A/HRC/RES/47/23", None, "resolution 47/23"),)),
    ("resolution S-19/2", (("A/RES/S-19/2", None, "resolution S-19/2"),)),
    ("resolution ES-10/1", (("A/RES/ES-10/1", None, "resolution ES-10/1"),)),
    ("PP resolution 70/1", ()),
    ("recommendation 70/1", ()),
    ("decision 70/1", (("A/DEC/70/1", None, "decision 70/1"),)),
    ("HRC decision S-3/1", (("A/HRC/DEC/S-3/1", None, "decision S-3/1"),)),
    ("القرار ١٢٥/٧٠", (("A/RES/70/125", None, "القرار ١٢٥/٧٠"),)),
    ("القرار ٧٠/١٢٥", (("A/RES/70/125", None, "القرار ٧٠/١٢٥"),)),
    ("القرار 5/6", ()),
    (
        "Resolution 140 (PP-22)",
        (("PP Res. 140 (Rev. Bucharest, 2022)", "2022", "Resolution 140 (PP-22)"),),
    ),
    (
        "Resolution 214 (PP-22)",
        (("PP Res. 214 (Bucharest, 2022)", "2022", "Resolution 214 (PP-22)"),),
    ),
    ("Resolution 750 (WRC-19)", (("WRC Res. 750 (WRC-19)", "2019", "Resolution 750 (WRC-19)"),)),
    ("Resolution 750 (WRC-95)", (("WRC Res. 750 (WRC-95)", "1995", "Resolution 750 (WRC-95)"),)),
    (
        "Resolution 30 (WTDC-17)",
        (("WTDC Res. 30 (Rev. Buenos Aires, 2017)", "2017", "Resolution 30 (WTDC-17)"),),
    ),
    (
        "Resolution 75 (WTSA-16)",
        (("WTSA Res. 75 (Rev. Hammamet, 2016)", "2016", "Resolution 75 (WTSA-16)"),),
    ),
    ("Resolution 1332 (C16)", (("Council Res. 1332 (2016)", "2016", "Resolution 1332 (C16)"),)),
    ("Resolution 2 (RA-19)", (("RA Res. 2 (2019)", "2019", "Resolution 2 (RA-19)"),)),
    ("Resolution 140 (PP-81)", (("PP Res. 140 (1981)", "1981", "Resolution 140 (PP-81)"),)),
    (
        "Resolution 140 (2014, 2018)",
        (("PP Res. 140 (Rev. Dubai, 2018)", "2018", "Resolution 140 (2014, 2018)"),),
    ),
    (
        "Resolution 140 (Bucharest)",
        (("PP Res. 140 (Bucharest, 2022)", "2022", "Resolution 140 (Bucharest)"),),
    ),
    (
        "Resolution 140 (Rev. 2022)",
        (("PP Res. 140 (Rev. Bucharest, 2022)", "2022", "Resolution 140 (Rev. 2022)"),),
    ),
    (
        "Resolution 140 (2022)",
        (("PP Res. 140 (Bucharest, 2022)", "2022", "Resolution 140 (2022)"),),
    ),
    ("Resolution 140 (nothing)", (("PP Res. 140", None, "Resolution 140"),)),
    (
        "Resolution 140, Rev. Bucharest, 2022",
        (("PP Res. 140 (Rev. Bucharest, 2022)", "2022", "Resolution 140, Rev. Bucharest, 2022"),),
    ),
    (
        "Resolution 140  (Rev. Bucharest, 2022)",
        (("PP Res. 140 (Rev. Bucharest, 2022)", "2022", "Resolution 140  (Rev. Bucharest, 2022)"),),
    ),
    ("Resolution 140 (revised)", (("PP Res. 140", None, "Resolution 140 (revised)"),)),
    (
        "Resolution 140 (Rev. in Bucharest by the Council)",
        (
            (
                "PP Res. 140 (Rev. Bucharest, 2022)",
                "2022",
                "Resolution 140 (Rev. in Bucharest by the Council)",
            ),
        ),
    ),
    (
        "Rec. ITU-T X.1303, Y.4000 and ITU-T H.700.1-2",
        (
            ("ITU-T Rec. X.1303", None, "ITU-T X.1303"),
            ("ITU-T Rec. Y.4000", None, "Y.4000"),
            ("ITU-T Rec. H.700.1-2", None, "H.700.1-2"),
        ),
    ),
    ("Recommendation ITU-T X.1303", (("ITU-T Rec. X.1303", None, "Recommendation ITU-T X.1303"),)),
    ("建议ITU-T X.1303", (("ITU-T Rec. X.1303", None, "ITU-T X.1303"),)),
    ("ITU-T X.1303建议书", (("ITU-T Rec. X.1303", None, "ITU-T X.1303建议书"),)),
    ("МСЭ-T Рекомендация X.1303", (("ITU-T Rec. X.1303", None, "МСЭ-T Рекомендация X.1303"),)),
    ("UIT-D D.1", (("ITU-D Rec. D.1", None, "UIT-D D.1"),)),
    ("xITU-T X.1", ()),
    ("ITU-R M.2083-0", (("ITU-R Rec. M.2083-0", None, "ITU-R M.2083-0"),)),
    (
        "Resolutions 1, 2 and 3",
        (("PP Res. 1", None, "Resolutions 1"), ("PP Res. 2", None, "2"), ("PP Res. 3", None, "3")),
    ),
    ("Resolution 1, 2 and 3", (("PP Res. 1", None, "Resolution 1"),)),
    (
        "Resolution 140, 154 (Rev. Bucharest, 2022)",
        (
            ("PP Res. 140 (Rev. Bucharest, 2022)", "2022", "Resolution 140"),
            ("PP Res. 154 (Rev. Bucharest, 2022)", "2022", "154 (Rev. Bucharest, 2022)"),
        ),
    ),
    (
        "Resolutions 130–133",
        (
            ("PP Res. 130", None, "Resolutions 130"),
            ("PP Res. 131", None, "–"),
            ("PP Res. 132", None, "–"),
            ("PP Res. 133", None, "133"),
        ),
    ),
    (
        "Resolutions 130-170",
        (("PP Res. 130", None, "Resolutions 130"), ("PP Res. 170", None, "170")),
    ),
    (
        "Resolutions 130-131",
        (("PP Res. 130", None, "Resolutions 130"), ("PP Res. 131", None, "131")),
    ),
    ("Resolutions 2015 and 2016", ()),
    ("Resolution 140 a", (("PP Res. 140", None, "Resolution 140"),)),
    (
        "第1332、1334和1335号决议",
        (
            ("Council Res. 1332", None, "第1332"),
            ("Council Res. 1334", None, "1334"),
            ("Council Res. 1335", None, "1335号决议"),
        ),
    ),
    (
        "第1332号、第1334号决议",
        (("Council Res. 1332", None, "第1332号"), ("Council Res. 1334", None, "第1334号决议")),
    ),
    ("第1332号文件", ()),
    ("R1332", ()),
    ("Resolution R1332", (("Council Res. 1332", None, "Resolution R1332"),)),
    ("第 1332 号", ()),
    (
        "SDG 9, 11 and 17",
        (("SDG 9", None, "SDG 9"), ("SDG 11", None, "11"), ("SDG 17", None, "17")),
    ),
    (
        "SDGs 1-5",
        (
            ("SDG 1", None, "SDGs 1"),
            ("SDG 2", None, "-"),
            ("SDG 3", None, "-"),
            ("SDG 4", None, "-"),
            ("SDG 5", None, "5"),
        ),
    ),
    (
        "SDG 17.1-17.4",
        (
            ("SDG 17.1", None, "SDG 17.1"),
            ("SDG 17.2", None, "-"),
            ("SDG 17.3", None, "-"),
            ("SDG 17.4", None, "17.4"),
        ),
    ),
    ("SDG 9.a", (("SDG 9.a", None, "SDG 9.a"),)),
    ("SDG 9.d", ()),
    ("SDG 9-b", (("SDG 9.b", None, "SDG 9-b"),)),
    ("SDG 0", ()),
    ("SDG 17", (("SDG 17", None, "SDG 17"),)),
    ("SDG 18", ()),
    ("SDG 1.5", (("SDG 1.5", None, "SDG 1.5"),)),
    ("SDG 1.6", ()),
    ("SDG 1.0", ()),
    ("SDG 17.19", (("SDG 17.19", None, "SDG 17.19"),)),
    ("SDG 17.20", ()),
    ("SDG-9", (("SDG 9", None, "SDG-9"),)),
    ("SDG 9%", ()),
    ("SDG 9 per cent", ()),
    ("SDG 4.2 million", ()),
    ("SDG 9.1-10.3", (("SDG 9.1", None, "SDG 9.1"), ("SDG 10.3", None, "10.3"))),
    ("goal 9 of the 2030 Agenda", (("SDG 9", None, "goal 9"), ("A/RES/70/1", None, "2030 Agenda"))),
    ("goal 9", ()),
    (
        "goals 9 and 10 of sustainable development",
        (("SDG 9", None, "goals 9"), ("SDG 10", None, "10")),
    ),
    ("Sustainable Development Goal 9", (("SDG 9", None, "Sustainable Development Goal 9"),)),
    ("target 9.c of the Sustainable Development Goals", (("SDG 9.c", None, "target 9.c"),)),
    ("ЦУР 9.а", (("SDG 9.a", None, "ЦУР 9.а"),)),
    ("目标9", ()),
    (
        "可持续发展目标9、10和11",
        (("SDG 9", None, "可持续发展目标9"), ("SDG 10", None, "10"), ("SDG 11", None, "11")),
    ),
    ("可持续发展目标具体目标9.c", (("SDG 9.c", None, "可持续发展目标具体目标9.c"),)),
    ("الهدف 9 من أهداف التنمية المستدامة", (("SDG 9", None, "الهدف 9"),)),
    ("SDG 9.ج", (("SDG 9.c", None, "SDG 9.ج"),)),
    ("action line C5", (("WSIS C5", None, "C5"),)),
    ("WSIS C5", (("WSIS C5", None, "C5"),)),
    ("C5", ()),
    (
        "action lines C1, C2 and C11",
        (("WSIS C1", None, "C1"), ("WSIS C2", None, "C2"), ("WSIS C11", None, "C11")),
    ),
    (
        "action lines C4 to C6",
        (("WSIS C4", None, "C4"), ("WSIS C5", None, " to "), ("WSIS C6", None, "C6")),
    ),
    ("WSIS C12", ()),
    ("WSIS C0", ()),
    ("action line C 5", (("WSIS C5", None, "C 5"),)),
    (
        "action lines C 4 - C 6",
        (("WSIS C4", None, "C 4"), ("WSIS C5", None, " - "), ("WSIS C6", None, "C 6")),
    ),
    ("AL-C5", (("WSIS C5", None, "C5"),)),
    ("WSIS C5.1", ()),
    ("WSIS C5a", ()),
    ("xC5 WSIS", ()),
    ("WSIS C2/C3", (("WSIS C2", None, "C2"), ("WSIS C3", None, "C3"))),
    ("line C5 and 6", ()),
    ("направление деятельности С5", (("WSIS C5", None, "С5"),)),
    (
        "WSIS C1-C11",
        (
            ("WSIS C1", None, "C1"),
            ("WSIS C2", None, "-"),
            ("WSIS C3", None, "-"),
            ("WSIS C4", None, "-"),
            ("WSIS C5", None, "-"),
            ("WSIS C6", None, "-"),
            ("WSIS C7", None, "-"),
            ("WSIS C8", None, "-"),
            ("WSIS C9", None, "-"),
            ("WSIS C10", None, "-"),
            ("WSIS C11", None, "C11"),
        ),
    ),
    ("WSIS C11-C1", (("WSIS C11", None, "C11"), ("WSIS C1", None, "C1"))),
    ("WSIS C2–C3, C5", (("WSIS C2", None, "C2"), ("WSIS C3", None, "C3"), ("WSIS C5", None, "C5"))),
    ("Tunis Agenda", (("WSIS-05/TUNIS/DOC/6(Rev.1)", None, "Tunis Agenda"),)),
    (
        "para. 109 of the Tunis Agenda",
        (("WSIS-05/TUNIS/DOC/6(Rev.1)", None, "para. 109 of the Tunis Agenda"),),
    ),
    (
        "paragraphs 35, 37 and 72 of the Tunis Agenda",
        (("WSIS-05/TUNIS/DOC/6(Rev.1)", None, "paragraphs 35, 37 and 72 of the Tunis Agenda"),),
    ),
    ("Tunis Agenda, para. 109", (("WSIS-05/TUNIS/DOC/6(Rev.1)", None, "Tunis Agenda, para. 109"),)),
    ("《突尼斯议程》第109段", (("WSIS-05/TUNIS/DOC/6(Rev.1)", None, "《突尼斯议程》第109段"),)),
    ('the "Tunis Agenda", paragraph 5 a)', (("WSIS-05/TUNIS/DOC/6(Rev.1)", None, "Tunis Agenda"),)),
    ("Resolution 140, para. 3", (("PP Res. 140", None, "Resolution 140, para. 3"),)),
    ("Resolution 140, paras. 3-5 (b)", (("PP Res. 140", None, "Resolution 140, paras. 3-5 (b)"),)),
    ("§ 3 of Resolution 140", (("PP Res. 140", None, "§ 3 of Resolution 140"),)),
    ("para. 5 of its report and Resolution 140", (("PP Res. 140", None, "Resolution 140"),)),
    ("SDG 9, para. 3", (("SDG 9", None, "SDG 9"),)),
    (
        "CWG-WSIS&SDG-39/2, para. 2.1 a)",
        (("CWG-WSIS&SDG-39/2", None, "CWG-WSIS&SDG-39/2, para. 2.1 a)"),),
    ),
    (
        "CWG-WSIS&SDG-39/2, 39/3 and 39/7(Rev.1)",
        (
            ("CWG-WSIS&SDG-39/2", None, "CWG-WSIS&SDG-39/2"),
            ("CWG-WSIS&SDG-39/3", None, "39/3"),
            ("CWG-WSIS&SDG-39/7(Rev.1)", None, "39/7(Rev.1)"),
        ),
    ),
    (
        "CWG-WSIS&SDG-40/INF/4, INF/5",
        (
            ("CWG-WSIS&SDG-40/INF/4", None, "CWG-WSIS&SDG-40/INF/4"),
            ("CWG-WSIS&SDG-40/INF/5", None, "INF/5"),
        ),
    ),
    (
        "C24/8 to C24/11",
        (
            ("C24/8", None, "C24/8"),
            ("C24/9", None, " to "),
            ("C24/10", None, " to "),
            ("C24/11", None, "C24/11"),
        ),
    ),
    ("C24/8-C24/10", (("C24/8", None, "C24/8"), ("C24/9", None, "-"), ("C24/10", None, "C24/10"))),
    ("C24/8-10", (("C24/8", None, "C24/8"), ("C24/9", None, "-"), ("C24/10", None, "10"))),
    ("A/RES/70/125, 70/1", (("A/RES/70/125", None, "A/RES/70/125"), ("A/RES/70/1", None, "70/1"))),
    ("A/70/1, A/71/2", (("A/70/1", None, "A/70/1"), ("A/71/2", None, "A/71/2"))),
    (
        "CWG-WSIS&SDG-39/2, 45/3",
        (("CWG-WSIS&SDG-39/2", None, "CWG-WSIS&SDG-39/2"), ("CWG-WSIS&SDG-45/3", None, "45/3")),
    ),
    ("CWG-WSIS&SDG-39/2, 46/3", (("CWG-WSIS&SDG-39/2", None, "CWG-WSIS&SDG-39/2"),)),
    ("Documents C24/8 and 9%", (("C24/8", None, "C24/8"),)),
    ("Documents C24/8, 25/3", (("C24/8", None, "C24/8"), ("C25/3", None, "25/3"))),
    ("C24/8, 9", (("C24/8", None, "C24/8"),)),
    ("C24/8, 9 and 10.", (("C24/8", None, "C24/8"), ("C24/9", None, "9"), ("C24/10", None, "10"))),
    ("C24/8/9", (("C24/8", None, "C24/8"),)),
    ("Documents C24/1 to C24/40", (("C24/1", None, "C24/1"), ("C24/40", None, "C24/40"))),
    ("CWG-WSIS&SDG-39/INF/2, 3", (("CWG-WSIS&SDG-39/INF/2", None, "CWG-WSIS&SDG-39/INF/2"),)),
    (
        "Documents CWG-WSIS&SDG-39/INF/2, 3",
        (
            ("CWG-WSIS&SDG-39/INF/2", None, "CWG-WSIS&SDG-39/INF/2"),
            ("CWG-WSIS&SDG-39/INF/3", None, "3"),
        ),
    ),
    (
        "Documents CWG-WSIS&SDG-39/INF/2, 39/3",
        (
            ("CWG-WSIS&SDG-39/INF/2", None, "CWG-WSIS&SDG-39/INF/2"),
            ("CWG-WSIS&SDG-39/3", None, "39/3"),
        ),
    ),
    ("C24/8-E, C24/9-F", (("C24/8", None, "C24/8-E"), ("C24/9", None, "C24/9-F"))),
    (
        "C24/8、9和10号文件",
        (("C24/8", None, "C24/8"), ("C24/9", None, "9"), ("C24/10", None, "10")),
    ),
    ("CWG-WSIS&SDG-39/2 24/7", (("CWG-WSIS&SDG-39/2", None, "CWG-WSIS&SDG-39/2"),)),
    ("S/RES/1325(2000)", (("S/RES/1325", "2000", "S/RES/1325(2000)"),)),
    ("resolution A/70/1", (("A/RES/70/1", None, "A/70/1"),)),
    ("decision A/70/555", (("A/DEC/70/555", None, "A/70/555"),)),
    (
        "resolutions A/70/1, A/RES/71/2",
        (("A/RES/70/1", None, "A/70/1"), ("A/RES/71/2", None, "A/RES/71/2")),
    ),
    ("document A/70/1", (("A/70/1", None, "A/70/1"),)),
    ("A/70/1号决议", (("A/RES/70/1", None, "A/70/1"),)),
    ("A/70/1 号 决议", (("A/RES/70/1", None, "A/70/1"),)),
    ("resolution E/2023/3", (("E/RES/2023/3", None, "E/2023/3"),)),
    ("report A/70/1", (("A/70/1", None, "A/70/1"),)),
    ("PP-22 Resolution 140", (("PP Res. 140 (Rev. Bucharest, 2022)", "2022", "Resolution 140"),)),
    ("C19 Resolution 1332", (("Council Res. 1332 (2019)", "2019", "Resolution 1332"),)),
    ("(WRC-19) Resolution 750", (("WRC Res. 750 (WRC-19)", "2019", "Resolution 750"),)),
    ("UNGA resolution 5", (("A/RES/5", None, "resolution 5"),)),
    ("General Assembly (UNGA) resolution 70/1", (("A/RES/70/1", None, "resolution 70/1"),)),
    ("the Council's Resolution 1332", (("Council Res. 1332", None, "Resolution 1332"),)),
    ("理事会2016年第1332号决议", (("Council Res. 1332", None, "第1332号决议"),)),
    (
        "Resolution 1332 of the Council (modified 2019)",
        (
            (
                "Council Res. 1332 (Rev. 2019)",
                "2019",
                "Resolution 1332 of the Council (modified 2019)",
            ),
        ),
    ),
    (
        "Resolution 2-8 of the Radiocommunication Assembly",
        (("RA Res. 2-8", None, "Resolution 2-8"),),
    ),
    ("决议第5号", (("PP Res. 5", None, "决议第5"),)),
    ("决议1332", (("Council Res. 1332", None, "决议1332"),)),
    ("决议第5段", ()),
    ("建议5", ()),
    (
        "1332号决议和1334号决议",
        (("Council Res. 1332", None, "1332号决议"), ("Council Res. 1334", None, "1334号决议")),
    ),
    ("Resolution No. 140", (("PP Res. 140", None, "Resolution No. 140"),)),
    ("Résolution n° 140", (("PP Res. 140", None, "Résolution n° 140"),)),
    ("Резолюция № 140", (("PP Res. 140", None, "Резолюция № 140"),)),
    ("القرار رقم 140", (("PP Res. 140", None, "القرار رقم 140"),)),
    ("Res. 140", (("PP Res. 140", None, "Res. 140"),)),
    ("EG-DEC482", ()),
    ("resolution-like 5", ()),
    ("prevresolution 5", ()),
    ("WTDC adopted Resolution 30", (("WTDC Res. 30", None, "Resolution 30"),)),
    ("General Assembly resolution 5 (XL)", ()),
    ("Resolution 217 (III)A", (("A/RES/217(III)A", None, "Resolution 217 (III)A"),)),
    ("General Assembly resolution 5 (XXXV)", ()),
    ("General Assembly resolution 5 (IV)", (("A/RES/5(IV)", None, "resolution 5 (IV)"),)),
    (
        "Resolution 1332 (Rev. Council 2019)",
        (("Council Res. 1332 (Rev. 2019)", "2019", "Resolution 1332 (Rev. Council 2019)"),),
    ),
    (
        "General Assembly resolution 5 (XXIX)",
        (("A/RES/5(XXIX)", None, "resolution 5 (XXIX)"),),
    ),
    (
        "理事会第1332号决议2016年修改版",
        (("Council Res. 1332 (Rev. 2016)", "2016", "第1332号决议2016年修改版"),),
    ),
    (
        "第64/292号和第 68/157号决议",
        (("A/RES/64/292", None, "第64/292号"), ("A/RES/68/157", None, "第 68/157号决议")),
    ),
    ("（2022年，布加勒斯特）第140号决议", (("PP Res. 140", None, "第140号决议"),)),
    ("第140号的决议", (("PP Res. 140", None, "第140号的决议"),)),
    ("第140号 决议", (("PP Res. 140", None, "第140号 决议"),)),
    ("Resolution 2-8 of ITU-R", (("RA Res. 2-8", None, "Resolution 2-8"),)),
    (
        "Resolutions No. 133 and No. 140",
        (("PP Res. 133", None, "Resolutions No. 133"), ("PP Res. 140", None, "140")),
    ),
    ("Is it WTDC? Resolution 30 is", (("WTDC Res. 30", None, "Resolution 30"),)),
    ("Resolution 5 was adopted. WTDC adopted it", (("PP Res. 5", None, "Resolution 5"),)),
    (
        "القرارات 133 و140 و154",
        (
            ("PP Res. 133", None, "القرارات 133"),
            ("PP Res. 140", None, "140"),
            ("PP Res. 154", None, "154"),
        ),
    ),
    (
        "第133、140至142号决议",
        (
            ("PP Res. 133", None, "第133"),
            ("PP Res. 140", None, "140"),
            ("PP Res. 141", None, "至"),
            ("PP Res. 142", None, "142号决议"),
        ),
    ),
    ("联合国大会2015年9月25日第70/1号决议", (("A/RES/70/1", None, "第70/1号决议"),)),
    (
        "UNSC resolutions 1325 (2000) and 1820 (2008)",
        (
            ("S/RES/1325", "2000", "resolutions 1325 (2000)"),
            ("S/RES/1820", "2008", "1820 (2008)"),
        ),
    ),
    ("S24-CL-C-0008!R1!MSW-E", (("C24/8(Rev.1)", None, "S24-CL-C-0008!R1!MSW-E"),)),
]

# Each question with the mentions in it, those in it as it is looked up (canonical forms and
# spans), how many other bodies may be meant, and what it lacks.
QUESTIONS: list[
    tuple[str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...], int, str | None]
] = [
    ("C5", (("WSIS C5", "C5"),), (("WSIS C5", "C5"),), 0, None),
    ("wsis c5", (("WSIS C5", "c5"),), (("WSIS C5", "c5"),), 0, None),
    (
        "council 1332",
        (("Council Res. 1332", "council 1332"),),
        (("Council Res. 1332", "council 1332"),),
        0,
        None,
    ),
    ("PP 140", (("PP Res. 140", "PP 140"),), (("PP Res. 140", "PP 140"),), 0, None),
    ("pp-140", (("PP Res. 140", "pp-140"),), (("PP Res. 140", "pp-140"),), 0, None),
    ("第140号", (("PP Res. 140", "第140号"),), (("PP Res. 140", "第140号"),), 9, None),
    ("sdg 9c", (("SDG 9.c", "sdg 9c"),), (("SDG 9.c", "sdg 9c"),), 0, None),
    ("SDG 9.g", (), (), 0, None),
    (
        "Resolution 9999",
        (("Res. 9999", "Resolution 9999"),),
        (("Res. 9999", "Resolution 9999"),),
        10,
        None,
    ),
    (
        "Decision 9999",
        (("Dec. 9999", "Decision 9999"),),
        (("Dec. 9999", "Decision 9999"),),
        10,
        None,
    ),
    ("resolution 2015", (), (("Res. 2015", "resolution 2015"),), 10, None),
    (
        "Res. 9999 and 8888",
        (
            ("Res. 9999", "Res. 9999"),
            ("Res. 8888", "8888"),
        ),
        (),
        0,
        None,
    ),
    ("target 9.c", (), (("SDG 9.c", "target 9.c"),), 0, None),
    ("article 4", (), (), 0, "part-alone"),
    ("INF/8", (), (), 0, "part-alone"),
    ("action line C12", (), (), 0, "no-action-line"),
    ("C24", (), (), 0, None),
    ("WSIS C12", (), (), 0, "no-action-line"),
    ("39/2", (), (), 0, None),
    (
        "Resolution 70",
        (("PP Res. 70", "Resolution 70"),),
        (("PP Res. 70", "Resolution 70"),),
        9,
        None,
    ),
    (
        "Resolution 1332",
        (("Council Res. 1332", "Resolution 1332"),),
        (("Council Res. 1332", "Resolution 1332"),),
        9,
        None,
    ),
    (
        "Resolution 140 (Rev. Bucharest, 2022)",
        (("PP Res. 140 (Rev. Bucharest, 2022)", "Resolution 140 (Rev. Bucharest, 2022)"),),
        (("PP Res. 140 (Rev. Bucharest, 2022)", "Resolution 140 (Rev. Bucharest, 2022)"),),
        0,
        None,
    ),
    (
        "PP Resolution 70",
        (("PP Res. 70", "Resolution 70"),),
        (("PP Res. 70", "Resolution 70"),),
        0,
        None,
    ),
    ("Decision 5", (("PP Dec. 5", "Decision 5"),), (("PP Dec. 5", "Decision 5"),), 9, None),
    ("para. 5", (), (), 0, "part-alone"),
    ("第5条", (), (), 0, "part-alone"),
    ("الماده 5", (), (), 0, "part-alone"),
    ("Recommendation 9999", (), (), 0, None),
    ("what does Resolution 9999 say", (("Res. 9999", "Resolution 9999"),), (), 0, None),
    (
        "CWG-WSIS&SDG-39/2",
        (("CWG-WSIS&SDG-39/2", "CWG-WSIS&SDG-39/2"),),
        (("CWG-WSIS&SDG-39/2", "CWG-WSIS&SDG-39/2"),),
        0,
        None,
    ),
]


_OF_ITU = re.compile(r"(PP|Council|WTDC|WTSA|WRC|RA) (Res|Dec|Rec)\. ([\d-]+)(?: \((.+)\))?")
_OF_UN = re.compile(r"(A/HRC|A|E|S)/(RES|DEC)/(.+)")
_KINDS = {"Res": "resolution", "Dec": "decision", "Rec": "recommendation"}
_ORGANS = {"A": "UNGA", "E": "ECOSOC", "S": "UNSC", "A/HRC": "HRC"}


def check_fields(mention: Mention) -> None:
    """Compare the kind, body and number of a mention with its canonical form."""
    parts = (mention.kind, mention.body, mention.number)
    canonical = mention.canonical
    if match := _OF_ITU.fullmatch(canonical):
        assert parts == (_KINDS[match[2]], match[1], match[3]), canonical
        year = re.search(r"(?:WRC-)?(\d\d)$", match[4] or "")
        assert (mention.edition or "")[-2:] == (year[1] if year else ""), canonical
    elif match := _OF_UN.fullmatch(canonical):
        kind = {"RES": "resolution", "DEC": "decision"}[match[2]]
        assert (mention.kind, mention.body) == (kind, _ORGANS[match[1]]), canonical
        assert mention.number is not None
        assert match[3].endswith(mention.number), canonical
        assert mention.edition is None or mention.body == "UNSC"
    elif canonical.startswith("WSIS C"):
        assert parts == ("action-line", "WSIS", canonical.removeprefix("WSIS ")), canonical
    elif canonical.startswith("SDG "):
        assert parts == ("sdg", "SDG", canonical.removeprefix("SDG ")), canonical
    elif match := re.fullmatch(r"(ITU-[TRD]) Rec\. (.+)", canonical):
        assert parts == ("recommendation", match[1], match[2]), canonical
    elif match := re.fullmatch(r"(Res|Dec)\. (\d+)", canonical):
        assert parts == (_KINDS[match[1]], None, match[2]), canonical
    elif canonical.startswith("WHA"):
        assert parts == ("resolution", "WHA", canonical.removeprefix("WHA")), canonical
    else:
        assert mention.kind == "document", canonical


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_mentions_of_a_text(text: str, expected: tuple[tuple[str, str | None, str], ...]) -> None:
    mentions = find(text)
    assert (
        tuple((mention.canonical, mention.edition, mention.text) for mention in mentions)
        == expected
    )
    for mention in mentions:
        check_fields(mention)


@pytest.mark.parametrize("language", BY_CODE)
def test_fields_of_labelled_mentions(language: str) -> None:
    for folder in (LABELLED, HELD_OUT):
        for sentence in sentences(language, folder):
            for mention in find(sentence.text, language):
                check_fields(mention)


@pytest.mark.parametrize(("text", "expected", "looked_up", "others", "lack"), QUESTIONS)
def test_mentions_of_a_question(
    text: str,
    expected: tuple[tuple[str, str], ...],
    looked_up: tuple[tuple[str, str], ...],
    others: int,
    lack: str | None,
) -> None:
    assert tuple((mention.canonical, mention.text) for mention in find_in_query(text)) == expected
    assert tuple((mention.canonical, mention.text) for mention in find_in_lookup(text)) == looked_up
    assert len(find_other_bodies(text)) == others
    assert find_missing_part(text) == lack
    for mention in (*find_in_query(text), *find_in_lookup(text), *find_other_bodies(text)):
        check_fields(mention)
        assert text[mention.start : mention.end] == mention.text


def test_every_body_may_have_a_number() -> None:
    assert [mention.canonical for mention in of_number("resolution", "7")] == [
        *("PP Res. 7", "Council Res. 7", "WTDC Res. 7", "WTSA Res. 7", "WRC Res. 7", "RA Res. 7"),
        *("A/RES/7", "E/RES/7", "A/HRC/RES/7", "S/RES/7"),
    ]
    assert [mention.body for mention in of_number("decision", "7")][6:] == [
        "UNGA",
        "ECOSOC",
        "HRC",
        "UNSC",
    ]
    assert [mention.canonical for mention in of_number("recommendation", "7")][-1] == "RA Rec. 7"
    assert {mention.number for mention in of_number("decision", "7")} == {"7"}
    assert {mention.edition for mention in of_number("decision", "7")} == {None}


def test_numbers_inside_a_range_are_marked_by_the_range() -> None:
    for text, marks in (
        ("action lines C4–C6", ["C4", "C4–C6", "C6"]),
        ("Resolutions 130-133", ["Resolutions 130", *["Resolutions 130-133"] * 2, "133"]),
        ("SDG 9 and 11", ["SDG 9", "11"]),
        ("SDGs 1–3, WSIS C4 to C6", ["SDGs 1", "SDGs 1–3", "3", "C4", "C4 to C6", "C6"]),
    ):
        spans = extents(text, find(text))
        assert [text[start:end] for start, end in spans] == marks
    assert extents("", ()) == []


@pytest.mark.parametrize(
    ("text", "numbers_of_paragraphs"),
    [
        ("para. 109 of the Tunis Agenda", ("109",)),
        ("paragraphs 3 a), 4 (b) and 5.1 (ii)", ("3 a)", "4 (b)", "5.1 (ii)")),
        ("第109和110段", ("109", "110")),
        ("第2(a)段", ("2(a)",)),
        ("CWG-WSIS&SDG-41/6-C，第3.3段b)项，第2页", ("3.3 b)",)),
        ("الفقرة 3.3 ب)", ("3.3 ب)",)),
        ("п. 2.3, сноска 1", ("2.3 fn1",)),
        ("41/2, sección 4", ("4",)),
        ("no paragraph", ()),
        ("paragraph", ()),
        ("paragraph five and para. 6", ("6",)),
    ],
)
def test_numbers_of_paragraphs(text: str, numbers_of_paragraphs: tuple[str, ...]) -> None:
    assert paragraphs(text) == numbers_of_paragraphs


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("resolutions", True),
        ("resolution", False),
        ("резолюции", True),
        ("резолюциями", True),
        ("резолюцию", False),
        ("резолюцией", False),
        ("резолюцием", False),
        ("резолюцие", False),
        ("решений", True),
        ("рекомендации", True),
        ("قرارات", True),
        ("القراران", True),
        ("القرار", False),
        ("توصيتين", True),
        ("توصيتان", True),
    ],
)
def test_a_head_in_the_plural_announces_several(head: str, expected: bool) -> None:
    assert is_plural(head) is expected


# --- phrases ---


@pytest.mark.parametrize(
    ("entry", "fitting", "others"),
    [
        ("resolution", ("resolution", "resolution 5", "resolution."), ("resolutions", "resolu")),
        ("resolution*", ("resolutions", "resolution", "resolutionabcde"), ("resolutionabcdef",)),
        ("res.", ("res", "res."), ("resa",)),
        ("a* line", ("a line", "as  line"), ("as   line", "aline")),
        ("line(s|age)", ("lines", "lineage"), ("line", "linex")),
        ("line (of|in the)", ("line of", "line  in  the"), ("line", "line x")),
        ("line( of| in the)", ("line", "line of", "line in  the", "line x"), ("lines",)),
        ("@قرار", ("قرار", "والقرار", "بالقرار", "للقرار"), ("قرارات", "سقرار")),
        ("决议", ("决议", "决议书"), ("决", "决定")),
    ],
)
def test_a_pattern_fits_the_forms_of_an_entry(
    entry: str, fitting: tuple[str, ...], others: tuple[str, ...]
) -> None:
    pattern = re.compile(phrases.make_pattern(entry))
    assert all(pattern.match(text) for text in fitting)
    assert not any(pattern.match(text) for text in others)


def test_a_literal_is_the_beginning_of_every_form() -> None:
    entries = ("@قرار*", "line (of|in)", "Res.", "a b*", "决议")
    assert [phrases.literal(entry) for entry in entries] == ["قرار", "line", "res", "a b", "决议"]


@given(st.dictionaries(st.text("abc", min_size=1, max_size=4), st.just(""), min_size=1))
def test_a_trie_finds_the_longest_of_its_words(leaves: dict[str, str]) -> None:
    pattern = re.compile(phrases.make_trie(leaves))
    for word in leaves:
        match = pattern.match(f"{word}d")
        assert match is not None
        assert match.group() == word
    for text in ("d", "ca", "abca"):
        longest = max((word for word in leaves if text.startswith(word)), key=len, default=None)
        match = pattern.match(text)
        assert (match.group() if match else None) == longest


def test_tails_of_a_trie_follow_their_words() -> None:
    pattern = re.compile(phrases.make_trie({"ab": "(?=1)", "a": "(?=2)", "b.": ""}))
    fits = [bool(pattern.match(text)) for text in ("ab1", "ab2", "a2", "a1", "b.", "bx")]
    assert fits == [True, False, True, False, True, False]
    assert phrases.make_trie({"": "x"}) == "x"


@pytest.mark.parametrize(
    ("text", "position", "floor", "start"),
    [
        ("a b", 2, 0, 2),
        ("ab", 1, 0, None),
        ("1b", 1, 0, None),
        ("ab", 1, 1, 1),  # what stands before is not looked at
        ("a号", 1, 0, 1),
        ("والقرار", 3, 0, 1),
        ("القرار", 2, 0, 0),
        ("سالقرار", 3, 0, None),
        ("aقرار", 1, 0, 1),
        ("وقرار", 1, 0, 1),
        ("قa", 1, 0, 1),
        ("xقa", 2, 0, 2),
        ("قab", 2, 0, None),
    ],
)
def test_a_word_begins_where_its_prefix_does(
    text: str, position: int, floor: int, start: int | None
) -> None:
    assert phrases.find_word_start(text, position, floor) == start


def test_the_longest_phrase_counts() -> None:
    table = phrases.Phrases([("a", 1), ("a b", 2), ("a b c*", 3), ("@قرار", 4)])
    assert [(term.value, term.start, term.end) for term in table.finditer("a b cd a b xa a")] == [
        (3, 0, 6),
        (2, 7, 10),
        (1, 14, 15),
    ]
    assert [term.value for term in table.finditer("a a b", 2, 3)] == [1]
    assert [term.value for term in table.finditer("a a b", 2)] == [2]
    term = table.search("x والقرار")
    assert term is not None
    assert (term.value, term.start, term.end) == (4, 3, 9)
    matched = table.match("والقرار", 1)
    assert matched is not None
    assert (matched.value, matched.start, matched.end) == (4, 1, 7)
    assert table.match("a b", 0, 1) == phrases.Phrase(1, 0, 1)
    assert table.match("xa", 0) is None
    assert table.search("xa") is None
    assert phrases.Phrases[int]([]).search("a") is None


# --- editions and lists, in folded text ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" (rev. bucharest, 2022) x", (True, "2022", "Bucharest", None, None, False, 23)),
        ("  (2022)", (False, "2022", None, None, None, True, 8)),
        ("   (2022)", None),
        ("(2014, 2018)", (True, "2018", None, None, None, False, 12)),
        ("(wrc-19)", (False, "2019", None, "WRC", None, False, 8)),
        ("(wtdc-2017)", (False, "2017", None, "WTDC", None, False, 11)),
        ("(pp-81)", (False, "1981", None, "PP", None, False, 7)),
        ("(pp-80)", (False, "2080", None, "PP", None, False, 7)),
        ("(xxv)", (False, None, None, None, "XXV", False, 5)),
        ("( iii )", (False, None, None, None, "III", False, 7)),
        ("(د-6)", (False, None, None, None, "VI", False, 5)),
        ("(rev.)", (True, None, None, None, None, False, 6)),
        ("(rev. nowhere, 2022)", (True, "2022", "Nowhere", None, None, False, 20)),
        ("(nowhere, 2022)", None),
        ("(rev. nowhere)", None),
        ("(nothing)", None),
        ("(2022", None),
        (f"(2022{' ' * 103}) x", (False, "2022", None, None, None, True, 109)),
        (f"(2022{' ' * 105}) x", None),
        (", rev. bucharest, 2022 x", (True, "2022", "Bucharest", None, None, False, 22)),
        (
            " (dubai, 2018), as revised in bucharest (2022) x",
            (True, "2022", "Bucharest", None, None, False, 46),
        ),
        (
            ", as revised by the council (dubai, 2018)",
            (True, "2018", "Dubai", None, None, False, 41),
        ),
        (", as noted in bucharest (2022)", None),
    ],
)
def test_an_edition_is_read(
    text: str,
    expected: tuple[bool, str | None, str | None, str | None, str | None, bool, int] | None,
) -> None:
    edition = editions.read(text, 0, words())
    assert edition == (None if expected is None else editions.Edition(*expected))


@pytest.mark.parametrize(
    ("body", "number", "edition", "expected"),
    [
        ("PP", "140", None, ""),
        ("PP", "140", editions.Edition(revised=True), ""),
        ("PP", "140", editions.Edition(revised=True, year="2022"), " (Rev. Bucharest, 2022)"),
        ("PP", "140", editions.Edition(place="Bucharest"), " (Bucharest, 2022)"),
        ("PP", "140", editions.Edition(year="2022", body="PP"), " (Rev. Bucharest, 2022)"),
        ("PP", "214", editions.Edition(year="2022", body="PP"), " (Bucharest, 2022)"),
        ("WTDC", "30", editions.Edition(place="Geneva"), " (Geneva)"),
        ("WTSA", "30", editions.Edition(year="2016"), " (Hammamet, 2016)"),
        ("Council", "1332", editions.Edition(year="2023", place="Geneva"), " (2023)"),
        ("WRC", "750", editions.Edition(revised=True, year="2019"), " (Rev. WRC-19)"),
        ("WRC", "750", editions.Edition(place="Geneva"), " (Geneva)"),
        ("PP", "140", editions.Edition(year="1901"), " (1901)"),
        ("PP", "140", editions.Edition(place="Nowhere"), " (Nowhere)"),
    ],
)
def test_an_edition_is_written(
    body: str, number: str, edition: editions.Edition | None, expected: str
) -> None:
    assert editions.format_edition(body, number, edition, words()) == expected


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        (editions.Edition(body="WRC", place="Bucharest"), "WRC"),
        (editions.Edition(year="2022"), None),
        (editions.Edition(place="Bucharest"), "PP"),
        (editions.Edition(place="Bucharest", year="2022"), "PP"),
        (editions.Edition(place="Bucharest", year="2021"), None),
        (editions.Edition(place="Kigali", year="2022"), "WTDC"),
        (editions.Edition(place="Hammamet"), "WTSA"),
        (editions.Edition(place="Geneva"), None),
        (editions.Edition(place="Dubai", year="2012"), "WTSA"),
        (editions.Edition(place="Dubai", year="2018"), "PP"),
    ],
)
def test_place_and_year_identify_the_conference(
    edition: editions.Edition, expected: str | None
) -> None:
    assert editions.body_of_edition(edition, words()) == expected


def test_numbers_of_the_security_council_are_of_their_years() -> None:
    def is_of(number: int, year: int) -> bool:
        return editions.is_by_security_council(number, year, words())

    assert [is_of(1325, year) for year in range(1998, 2004)] == [
        *(False, True, True, True, False, False)
    ]
    assert not is_of(1, 1900)
    assert is_of(1, 1946)


@pytest.mark.parametrize(
    ("text", "is_plural_head", "expected"),
    [
        ("140", False, [("140", "", 3)]),
        ("x", False, []),
        ("133, 140 and 154", True, [("133", "", 3), ("140", "comma", 8), ("154", "and", 16)]),
        ("133, 140 and 154", False, [("133", "", 3)]),
        ("133 and 140", False, [("133", "", 3)]),
        ("70/1 and 70/2", False, [("70/1", "", 4), ("70/2", "and", 13)]),
        ("130-133", True, [("130", "", 3), ("133", "range", 7)]),
        ("133 and 140, 150", True, [("133", "", 3), ("140", "and", 11)]),
        ("853 (1993) 874 (1993)", False, [("853", "", 10), ("874", "and", 21)]),
        ("853 (1993) 874", True, [("853", "", 10)]),
        ("64/13a, 64/13b", True, [("64/13A", "", 6), ("64/13B", "comma", 14)]),
        ("133 and 2015", True, [("133", "", 3)]),
        ("133%", True, []),
        ("133.5", True, []),
        ("r1332 and r1334", False, [("1332", "", 5), ("1334", "and", 15)]),
        ("12345", True, []),
    ],
)
def test_a_list_of_numbers_is_read(
    text: str, is_plural_head: bool, expected: list[tuple[str, str, int]]
) -> None:
    items = numbers.read_list(text, 0, words(), plural=is_plural_head)
    assert [(item.value, item.joint, item.end) for item in items] == expected


def test_members_share_the_edition_behind_them() -> None:
    items = numbers.read_list("133, 140 (rev. bucharest, 2022), 150", 0, words(), plural=True)
    assert [(item.value, item.own, item.edition and item.edition.place) for item in items] == [
        ("133", False, "Bucharest"),
        ("140", True, "Bucharest"),
        ("150", False, None),
    ]
    bare = numbers.read_list("133, 140 (2009)", 0, words(), plural=True)
    assert bare[0].edition is None


def test_numbers_inside_a_range_have_the_place_of_its_words() -> None:
    def expand(text: str) -> list[tuple[str, int, int, str]]:
        items = numbers.read_list(text, 0, words(), plural=True)
        return [
            (number.value, number.start, number.end, number.joint)
            for number in numbers.expand_ranges(items)
        ]

    assert expand("1-4") == [
        ("1", 0, 1, ""),
        ("2", 1, 2, "between"),
        ("3", 1, 2, "between"),
        ("4", 2, 3, "range"),
    ]
    assert [len(expand(text)) for text in ("1-2", "2-1", "1-31", "1-32", "70/1-70/3")] == [
        *(2, 0, 31, 2, 2)
    ]
