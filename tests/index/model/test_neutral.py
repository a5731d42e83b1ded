"""Are vectors freed of their language, and of nothing else?"""

from pathlib import Path

import numpy as np
import pytest

from index.model import neutral
from index.model.calibration import Settings, fit
from index.model.encoder import Encoder, Vectors
from index.model.neutral import AffineMap, Neutraliser
from index.retrieval.search import Search
from index.store import Store
from tests.conftest import copy_index

SENTENCES = {
    "en": (
        "The working group thanks the secretariat for the roadmap of activities.",
        "Member States are invited to contribute to the trust fund before the end of the year.",
        "Broadband access in rural schools remains limited by its cost.",
        "The committee elected two vice-chairs from the African region.",
        "Persons with disabilities must be able to use public websites.",
        "The report on the budget was adopted without amendment.",
        "Women are still a minority among engineering students.",
        "A regional forum will be held in Geneva in May.",
    ),
    "fr": (
        "Le groupe de travail remercie le secrétariat pour la feuille de route des activités.",
        "Les États Membres sont invités à contribuer au fonds spécial avant la fin de l'année.",
        "L'accès au large bande dans les écoles rurales reste limité par son coût.",
        "La commission a élu deux vice-présidents de la région Afrique.",
        "Les personnes handicapées doivent pouvoir utiliser les sites web publics.",
        "Le rapport sur le budget a été adopté sans modification.",
        "Les femmes restent minoritaires parmi les étudiants en ingénierie.",
        "Un forum régional se tiendra à Genève en mai.",
    ),
    "es": (
        "El grupo de trabajo agradece a la Secretaría la hoja de ruta de actividades.",
        "Se invita a los Estados Miembros a contribuir al fondo fiduciario antes de fin de año.",
        "El acceso a la banda ancha en las escuelas rurales sigue limitado por su costo.",
        "La comisión eligió a dos vicepresidentes de la región de África.",
        "Las personas con discapacidad deben poder utilizar los sitios web públicos.",
        "El informe sobre el presupuesto se aprobó sin modificaciones.",
        "Las mujeres siguen siendo minoría entre los estudiantes de ingeniería.",
        "En mayo se celebrará en Ginebra un foro regional.",
    ),
    "ru": (
        "Рабочая группа благодарит секретариат за дорожную карту деятельности.",
        "Государствам-Членам предлагается внести взносы в целевой фонд до конца года.",
        "Доступ к широкополосной связи в сельских школах ограничен ее стоимостью.",
        "Комитет избрал двух заместителей председателя от Африканского региона.",
        "Люди с инвалидностью должны иметь возможность пользоваться публичными сайтами.",
        "Отчет о бюджете был принят без поправок.",
        "Женщины по-прежнему составляют меньшинство среди студентов инженерных специальностей.",
        "Региональный форум состоится в Женеве в мае.",
    ),
    "ar": (
        "يشكر فريق العمل الأمانة على خارطة طريق الأنشطة.",
        "تُدعى الدول الأعضاء إلى المساهمة في الصندوق الاستئماني قبل نهاية العام.",
        "لا يزال النفاذ إلى النطاق العريض في المدارس الريفية محدوداً بسبب تكلفته.",
        "انتخبت اللجنة نائبين للرئيس من منطقة إفريقيا.",
        "يجب أن يتمكن الأشخاص ذوو الإعاقة من استخدام المواقع الإلكترونية العامة.",
        "اعتُمد التقرير المتعلق بالميزانية دون تعديل.",
        "لا تزال النساء أقلية بين طلاب الهندسة.",
        "سيُعقد منتدى إقليمي في جنيف في مايو.",
    ),
    "zh": (
        "工作组感谢秘书处制定的活动路线图。",
        "请各成员国在年底之前向信托基金捐款。",
        "农村学校的宽带接入仍然受到成本的限制。",
        "委员会选举了两名来自非洲区域的副主席。",
        "残疾人必须能够使用公共网站。",
        "关于预算的报告未经修改获得通过。",
        "女性在工程专业学生中仍占少数。",
        "区域论坛将于五月在日内瓦举行。",
    ),
}

TOPICS = {
    "en": "the budget|education|health|trade|migration|culture|energy|the climate|transport|"
    "tourism|agriculture|justice",
    "fr": "le budget|l'éducation|la santé|le commerce|les migrations|la culture|l'énergie|"
    "le climat|les transports|le tourisme|l'agriculture|la justice",
    "es": "el presupuesto|la educación|la salud|el comercio|la migración|la cultura|la energía|"
    "el clima|el transporte|el turismo|la agricultura|la justicia",
    "ru": "о бюджете|об образовании|о здравоохранении|о торговле|о миграции|о культуре|"
    "об энергетике|о климате|о транспорте|о туризме|о сельском хозяйстве|о правосудии",
    "ar": "الميزانية|التعليم|الصحة|التجارة|الهجرة|الثقافة|الطاقة|المناخ|النقل|السياحة|"
    "الزراعة|العدالة",
    "zh": "预算|教育|卫生|贸易|移民|文化|能源|气候|交通|旅游|农业|司法",
}

TEMPLATES = {
    "en": ("The report on {} was adopted without amendment.", "A debate on {} is held in May."),
    "fr": (
        "Le rapport sur {} a été adopté sans modification.",
        "Un débat sur {} se tient en mai.",
    ),
    "es": (
        "El informe sobre {} se aprobó sin modificaciones.",
        "En mayo se celebra un debate sobre {}.",
    ),
    "ru": ("Доклад {} был принят без поправок.", "В мае проходит дискуссия {}."),
    "ar": ("اعتُمد التقرير عن {} دون تعديل.", "تُعقد مناقشة عن {} في مايو."),
    "zh": ("关于{}的报告未经修改获得通过。", "五月举行关于{}的辩论。"),
}

NEAR = {
    code: [template.format(topic) for template in TEMPLATES[code] for topic in topics.split("|")]
    for code, topics in TOPICS.items()
}
"""Sentences that differ in one word: harder to tell apart than to tell their language."""

SUMMIT = (
    "请秘书处就国际电联对信息社会世界峰会成果落实工作的贡献起草一份报告，并提交理事会下届会议。",
    "有关下一届信息社会世界峰会论坛的更多信息将在理事会会议上介绍。",
    "鼓励成员积极参加信息社会世界峰会奖的评选。",
    "请成员为信息社会世界峰会信托基金捐款。",
    "会议介绍了联合国信息社会小组的工作。",
    "工作组鼓励区域代表处参与区域层面的信息社会世界峰会活动。",
)
"""Paragraphs of a report about one summit; the first is the query."""

TABLE = (
    "Численность населения, тыс. чел.",
    "Итого по разделу II",
    "Доля организаций, использующих интернет, %",
    "20",
    "Степень защиты: IP20.",
    "Комплект мышь и клавиатура",
    "Всего за 2019 год",
    "Место регистрации",
    "в том числе городское население",
    "Темп роста, в % к предыдущему году",
)

QUESTIONS = {
    "en": "Who drafts the report on ITU's contribution to the World Summit on the Information "
    "Society?",
    "fr": "Qui rédige le rapport sur la contribution de l'UIT au Sommet mondial sur la société de "
    "l'information ?",
    "es": "¿Quién redacta el informe sobre la contribución de la UIT a la Cumbre Mundial sobre la "
    "Sociedad de la Información?",
    "ru": "Кто готовит отчет о вкладе МСЭ во Всемирную встречу на высшем уровне по вопросам "
    "информационного общества?",
    "ar": "من يعد التقرير عن مساهمة الاتحاد في القمة العالمية لمجتمع المعلومات؟",
}


@pytest.fixture(scope="module")
def passages(encoder: Encoder) -> dict[str, Vectors]:
    return {code: encoder.passages([*SENTENCES[code], *near]) for code, near in NEAR.items()}


@pytest.fixture(scope="module")
def queries(encoder: Encoder) -> dict[str, Vectors]:
    return {code: encoder.queries([*SENTENCES[code], *near]) for code, near in NEAR.items()}


def recalls(
    passages: dict[str, Vectors], queries: dict[str, Vectors], neutraliser: Neutraliser
) -> dict[str, float]:
    """Share of the five translations among the first five of one pool, by the query's language."""
    pool = np.concatenate([neutral.neutral(own, neutraliser, c) for c, own in passages.items()])
    count = len(next(iter(passages.values())))
    hits_by_language = {}
    for position, (code, own) in enumerate(queries.items()):
        scores = neutral.neutral(own, neutraliser, code, role="queries") @ pool.T
        rows = np.arange(count)
        scores[rows, position * count + rows] = -np.inf
        first = np.argsort(-scores, axis=1)[:, :5]
        hits_by_language[code] = float(np.mean(first % count == rows[:, None]))
    return hits_by_language


def random_unit(count: int, dimension: int, seed: int) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(count, dimension))
    unit = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return np.asarray(unit, np.float32)


@pytest.mark.thorough
def test_translations_are_found_where_raw_vectors_hide_them(
    encoder: Encoder, passages: dict[str, Vectors], queries: dict[str, Vectors]
) -> None:
    raw = recalls(passages, queries, Neutraliser({}, {}))
    freed = recalls(passages, queries, neutral.load_neutraliser(encoder.name))
    assert np.mean(list(raw.values())) < 0.4
    assert np.mean(list(freed.values())) > 0.75
    assert all(freed[code] > raw[code] for code in raw)


@pytest.mark.thorough
def test_maps_find_more_than_means_alone(
    encoder: Encoder, passages: dict[str, Vectors], queries: dict[str, Vectors]
) -> None:
    shipped = neutral.load_neutraliser(encoder.name)
    means = Neutraliser(
        {code: AffineMap(motion.mean) for code, motion in shipped.passages.items()},
        {code: AffineMap(motion.mean) for code, motion in shipped.queries.items()},
    )
    freed, moved = (recalls(passages, queries, neutraliser) for neutraliser in (shipped, means))
    assert np.mean(list(freed.values())) > np.mean(list(moved.values())) + 0.1


@pytest.mark.thorough
def test_versions_of_one_document_teach_a_corpus_its_languages(
    encoder: Encoder, passages: dict[str, Vectors], queries: dict[str, Vectors]
) -> None:
    shipped = neutral.load_neutraliser(encoder.name)
    vectors = np.concatenate([np.repeat(own, 10, axis=0) for own in passages.values()])
    languages = [code for code in passages for _ in range(len(vectors) // len(passages))]
    documents = [*range(len(vectors) // len(passages))] * len(passages)
    neutraliser = neutral.for_corpus(vectors, languages, shipped, documents)
    plain, taught = (recalls(passages, queries, each) for each in (shipped, neutraliser))
    assert np.mean(list(taught.values())) > np.mean(list(plain.values())) + 0.02
    assert min(taught.values()) > min(plain.values()) + 0.1
    # The same passages, but of other documents in each language: nothing can be learnt.
    apart = neutral.for_corpus(vectors, languages, shipped, [*range(len(vectors))])
    assert apart == shipped


def test_the_shipped_treatment_knows_the_six_languages_and_its_origin(encoder: Encoder) -> None:
    shipped = neutral.load_neutraliser(encoder.name)
    assert set(shipped.passages) == set(shipped.queries) == {*SENTENCES, ""}
    for motion in (*shipped.passages.values(), *shipped.queries.values()):
        assert motion.mean.shape == (encoder.dimension,)
        assert motion.turn is not None
        assert motion.turn.shape == (encoder.dimension, encoder.dimension)
        assert np.isfinite(motion.turn).all()


@pytest.mark.parametrize("code", sorted(QUESTIONS))
@pytest.mark.thorough
def test_a_lopsided_corpus_keeps_its_subject(encoder: Encoder, code: str) -> None:
    # All Chinese passages are about one summit, all Russian ones are rows of tables.
    vectors = encoder.passages([*SUMMIT, *TABLE])
    languages = ["zh"] * len(SUMMIT) + ["ru"] * len(TABLE)
    neutraliser = neutral.for_corpus(vectors, languages, neutral.load_neutraliser(encoder.name))
    treated = np.concatenate(
        [
            neutral.neutral(vectors[: len(SUMMIT)], neutraliser, "zh"),
            neutral.neutral(vectors[len(SUMMIT) :], neutraliser, "ru"),
        ]
    )
    query_vectors = neutral.neutral(
        encoder.queries([QUESTIONS[code]]), neutraliser, code, role="queries"
    )[0]
    best = np.argsort(-(treated @ query_vectors)).tolist()
    assert 0 in best[:3]
    assert max(best[:4]) < len(SUMMIT)


@pytest.mark.thorough
def test_a_corpus_does_not_change_known_languages(
    encoder: Encoder, passages: dict[str, Vectors]
) -> None:
    shipped = neutral.load_neutraliser(encoder.name)
    neutraliser = neutral.for_corpus(passages["zh"], ["zh"] * len(passages["zh"]), shipped)
    assert neutraliser.passages["zh"] is shipped.passages["zh"]
    assert neutraliser.queries["zh"] is shipped.queries["zh"]


@pytest.mark.thorough
def test_a_language_that_nothing_is_known_of(
    encoder: Encoder, passages: dict[str, Vectors]
) -> None:
    german = (
        "Die Arbeitsgruppe dankt dem Sekretariat für den Fahrplan der Tätigkeiten.",
        "Der Ausschuss wählte zwei stellvertretende Vorsitzende aus der Region Afrika.",
        "Im Mai findet in Genf ein regionales Forum statt.",
    )
    rows = (0, 3, 7)
    vectors = encoder.passages(german)
    neutraliser = neutral.for_corpus(vectors, ["de"] * 3, neutral.load_neutraliser(encoder.name))
    assert neutraliser.passages["de"].turn is neutraliser.passages[""].turn
    treated = neutral.neutral(vectors, neutraliser, "de")
    pool = np.concatenate([treated, neutral.neutral(passages["fr"], neutraliser, "fr")])
    queries = neutral.neutral(encoder.queries(SENTENCES["ar"]), neutraliser, "ar", role="queries")
    best = np.argsort(-(queries[list(rows)] @ pool.T), axis=1)[:, :2]
    assert [set(pair) for pair in best.tolist()] == [{0, 3}, {1, 6}, {2, 10}]


@pytest.mark.parametrize("code", [None, "", "de"])
def test_a_question_of_unknown_language_takes_the_mean_treatment(
    encoder: Encoder, code: str | None
) -> None:
    shipped = neutral.load_neutraliser(encoder.name)
    query = encoder.queries([SENTENCES["en"][0]])
    expected = neutral.neutral(query, shipped, "", role="queries")
    assert np.array_equal(neutral.neutral(query, shipped, code, role="queries"), expected)
    assert not np.allclose(expected, query)


def test_all_languages_have_a_common_direction_of_terms(encoder: Encoder) -> None:
    apart = neutral.terms_apart(encoder.name)
    assert {*apart} == {"ar", "zh", "en", "fr", "ru", "es", ""}
    assert all(0.1 < np.linalg.norm(direction) < 0.4 for direction in apart.values())
    assert neutral.terms_apart("another-model") == {}


@pytest.mark.thorough
def test_a_model_without_fit_is_treated_by_means(
    passages: dict[str, Vectors], queries: dict[str, Vectors]
) -> None:
    nothing = neutral.load_neutraliser("another-model")
    assert nothing == Neutraliser({}, {})
    # As many passages as a small corpus has: the same ones, many times over.
    corpus = np.concatenate([np.repeat(own, 30, axis=0) for own in passages.values()])
    languages = [code for code, own in passages.items() for _ in range(30 * len(own))]
    neutraliser = neutral.for_corpus(corpus, languages, nothing)
    assert all(motion.turn is None for motion in neutraliser.passages.values())
    raw, moved = (recalls(passages, queries, each) for each in (nothing, neutraliser))
    assert min(moved.values()) > min(raw.values()) + 0.1


def test_few_passages_of_an_unfitted_language_hardly_move_its_mean() -> None:
    many, few = random_unit(1000, 16, seed=1), random_unit(2, 16, seed=2)
    neutraliser = neutral.for_corpus(
        np.concatenate([many, few]), ["en"] * 1000 + ["fr"] * 2, Neutraliser({}, {})
    )
    apart = np.linalg.norm(neutraliser.passages["fr"].mean - neutraliser.passages[""].mean)
    assert apart < 0.02


def test_an_empty_corpus_leaves_the_shipped_treatment(encoder: Encoder) -> None:
    nothing = np.zeros((0, encoder.dimension), np.float32)
    shipped = neutral.load_neutraliser(encoder.name)
    assert neutral.for_corpus(nothing, [], shipped, []) == shipped


def test_an_empty_corpus_of_an_unfitted_model() -> None:
    nothing = np.zeros((0, 16), np.float32)
    neutraliser = neutral.for_corpus(nothing, [], Neutraliser({}, {}))
    assert neutraliser == Neutraliser({}, {})
    query = random_unit(1, 16, seed=3)
    assert np.array_equal(neutral.neutral(query, neutraliser, "en", role="queries"), query)


def test_vectors_have_unit_length_even_at_the_mean(encoder: Encoder) -> None:
    shipped = neutral.load_neutraliser(encoder.name)
    vectors = np.concatenate([encoder.passages(SENTENCES["en"]), shipped.passages["en"].mean[None]])
    lengths = np.linalg.norm(neutral.neutral(vectors, shipped, "en"), axis=1)
    assert np.allclose(lengths[:-1], 1, atol=1e-5)
    assert np.isfinite(lengths).all()


@pytest.mark.thorough
def test_a_treatment_survives_its_arrays(encoder: Encoder, queries: dict[str, Vectors]) -> None:
    shipped = neutral.load_neutraliser(encoder.name)
    neutraliser = neutral.for_corpus(random_unit(5, encoder.dimension, 4), ["de"] * 5, shipped)
    again = neutral.from_arrays(neutral.as_arrays(neutraliser, encoder.name))
    assert set(again.queries) == set(neutraliser.queries)
    for code, vectors in {**queries, "de": queries["en"], "xx": queries["fr"]}.items():
        for role in ("queries", "passages"):
            expected = neutral.neutral(vectors, neutraliser, code, role=role)
            assert np.array_equal(neutral.neutral(vectors, again, code, role=role), expected)


def test_arrays_of_another_treatment_are_not_current(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrays = neutral.as_arrays(neutral.load_neutraliser(encoder.name), encoder.name)
    assert neutral.is_current(arrays, encoder.name)
    assert not neutral.is_current(arrays, "another-model")
    assert not neutral.is_current({}, encoder.name)
    neutral.fingerprint.cache_clear()
    monkeypatch.setattr(neutral, "VERSION", neutral.VERSION + 1)
    assert not neutral.is_current(arrays, encoder.name)
    neutral.fingerprint.cache_clear()


def test_vectors_of_another_versions_treatment_are_treated_again(
    sample_index: Path, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    copy_index(sample_index, folder)

    def write_file() -> bytes:
        with Store(folder) as store:
            Search(store, encoder).prepare()
        (file,) = (folder / "vectors").glob("*.npz")
        return file.read_bytes()

    today = write_file()
    neutral.fingerprint.cache_clear()
    monkeypatch.setattr(neutral, "VERSION", neutral.VERSION - 1)
    assert write_file() != today
    neutral.fingerprint.cache_clear()
    monkeypatch.undo()
    assert write_file() == today


def test_fitting_finds_a_language_that_is_moved_and_turned() -> None:
    # One language is another one moved, turned and disturbed: raw vectors cannot tell.
    generator = np.random.default_rng(5)
    meaning = random_unit(400, 32, seed=6)
    turn, _ = np.linalg.qr(np.eye(32) + 0.25 * generator.normal(size=(32, 32)))

    def of(language: str) -> Vectors:
        vectors = meaning + 0.02 * generator.normal(size=meaning.shape)
        vectors = vectors if language == "a" else vectors @ turn + 0.3
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    passages, queries = ({code: of(code) for code in "ab"} for _ in range(2))
    lengths = generator.integers(10, 500, 400).tolist()

    def right(neutraliser: Neutraliser) -> float:
        treated = neutral.neutral(passages["b"][200:], neutraliser, "b")
        treated_queries = neutral.neutral(queries["a"][200:], neutraliser, "a", role="queries")
        return float(np.mean((treated_queries @ treated.T).argmax(axis=1) == np.arange(200)))

    half = {code: vectors[:200] for code, vectors in passages.items()}
    half_asked = {code: vectors[:200] for code, vectors in queries.items()}
    neutraliser = fit(half, half_asked, lengths[:200], settings=Settings(pull=0.1))
    assert right(neutraliser) > right(Neutraliser({}, {})) + 0.1
    again = fit(half, half_asked, lengths[:200], settings=Settings(pull=0.1))
    assert np.array_equal(again.queries["a"].mean, neutraliser.queries["a"].mean)


def test_questions_move_the_mean_of_queries_in_every_language() -> None:
    passages = {code: random_unit(50, 8, seed) for seed, code in enumerate("abc")}
    plain = fit(passages, passages, [10] * 50)
    shifted = {code: passages[code] + 1 for code in "ab"}
    moved = fit(passages, passages, [10] * 50, shifted)
    for code in "abc":  # c has no questions: it moves by as much as the others on average
        assert np.allclose(moved.queries[code].mean - plain.queries[code].mean, 0.5, atol=1e-5)
        assert np.allclose(moved.passages[code].mean, plain.passages[code].mean)


def test_fitting_wants_translations() -> None:
    corpus = {"en": random_unit(5, 8, seed=7)}
    with pytest.raises(ValueError, match="Translations are needed"):
        fit(corpus, corpus, [1] * 5)
    uneven = {**corpus, "fr": random_unit(4, 8, seed=8)}
    with pytest.raises(ValueError, match="Translations are needed"):
        fit(uneven, uneven, [1] * 5)
