"""Which words, endings and letters give a language of the Latin script away?

Function words, since every sentence has some and names and borrowed terms are not among them. A
word that stands in several lists counts for each of them by its share, so ``de`` speaks for French
and Spanish against English, and ``le`` for French alone. German, Italian, Portuguese and Dutch are
here so that they are not taken for the nearest of the six.
"""

from __future__ import annotations

from typing import Final

_LISTS: Final = {
    "en": """
        the of and to in is that for it as was with be by on not he his but at are this have from
        or had an they which their been has would there will its were all any these such than other
        into more some may can should could shall must our we who when what where while how if no so
        also about over under upon between among within without through during against towards its
        both each every first second only same them then those us you your she her him after before
        because since until whether being does did done new well most many much very own out up per
        further including regarding concerning whereas therefore thereof hereby according
        working group meeting meetings resolution council united nations member members states
        secretary-general development information society services strengthening ensuring use
        countries country children women people health education water energy security report
        annex chapter article part table list agenda item page general states right rights human
        january february march april may june july august september october november december
        monday tuesday wednesday thursday friday saturday sunday recommendations recommendation
        introduction original document documents action summary contribution rule rules draft
        provisional committee commission conference mr mrs ms president vice-president chair
        budget financial financing support management services participants observers""",
    "fr": """
        le la les un une des du de et est en que qui dans pour sur par au aux avec pas ne ce cette
        ces il elle ils elles se sa son ses leur leurs nous vous notre votre nos vos ou où à été
        être sont était étaient avoir ont avait fait faire plus moins comme mais si tout tous toute
        toutes même mêmes aussi ainsi entre sous sans vers chez dont lequel laquelle lesquels
        lesquelles afin lors depuis pendant avant après selon contre cet ceux celle celles celui
        y quand quel quelle quels quelles peut peuvent doit doivent soit non ni car donc or jusque
        jusqu'à notamment également concernant conformément concerne l d qu n s j m c lorsqu
        groupe réunion réunions résolution conseil nations unies états membre membres
        développement société général générale mise œuvre travail pays enfants femmes santé
        eau énergie sécurité rapport annexe chapitre article partie tableau liste ordre jour
        droit droits homme point
        janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi
        mardi mercredi jeudi vendredi samedi dimanche recommandations recommandation introduction
        original document documents action résumé contribution règle projet provisoire comité
        commission conférence président présidente additif rectificatif madame monsieur mme
        budget financement appui gestion participants observateurs lettre""",
    "es": """
        el la los las un una unos unas de del y e en que a al se por con para su sus lo como más o
        pero no es son fue fueron ser era está están ha han había sido este esta estos estas ese esa
        esos esas eso esto entre cuando muy sin sobre también me hasta hay donde quien quienes desde
        todo toda todos todas nos durante uno ni contra otros otro otra otras ante ellos ellas ella
        él si sí según así cual cuales cuyo cuya cuyos cuyas aunque mediante dicho dicha dichos
        dichas cada ya sino tanto tras hacia cabo asimismo además nuestro nuestra nuestros nuestras
        puede pueden debe deben sea sean tener tiene tienen
        grupo reunión reuniones resolución consejo naciones unidas estados miembro miembros
        desarrollo información sociedad países país niños mujeres salud educación agua energía
        seguridad informe anexo capítulo artículo parte cuadro lista programa tema
        derecho derechos humanos
        enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
        lunes martes miércoles jueves viernes sábado domingo recomendaciones recomendación
        introducción original documento documentos acción resumen contribución proyecto provisional
        comité comisión conferencia presidente presidenta adición sr sra
        presupuesto financiación apoyo gestión participantes observadores carta""",
    "de": """
        der die und den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an
        werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum
        war haben nur oder aber vor zur bis mehr durch man sein wurde sei gegen kann wir unter""",
    "it": """
        il lo la gli le di e che del della dei delle nel nella nei nelle per un una con non sono da
        si al alla alle ai come più anche ha hanno è essere questo questa dal dalla sul sulla tra
        o ma su loro stato quale""",
    "pt": """
        o a os as de do da dos das e em no na nos nas que um uma para com não por se mais ao aos à
        às como foi são sua seu suas seus pela pelo pelas pelos é ou ser também entre este esta
        já muito até isso ela ele mas""",
    "nl": """
        de het een en van in is dat op te zijn met voor niet aan er om ook als dan bij nog door
        naar uit worden werd deze dit heeft hebben wordt maar over ze wij of""",
}


def _shares() -> dict[str, dict[str, float]]:
    lists = {language: set(words.split()) for language, words in _LISTS.items()}
    every = set().union(*lists.values())
    found: dict[str, dict[str, float]] = {}
    for word in every:
        speakers = [language for language, words in lists.items() if word in words]
        # A single letter is often an item's label or half of an elision: it may only tip a balance.
        weight = (0.5 if len(word) == 1 else 1.0) / len(speakers)
        found[word] = dict.fromkeys(speakers, weight)
    return found


WORDS: Final = _shares()
"""Casefolded word to what it adds to the score of each language that has it (0 to 1)."""

ENDINGS: Final = {
    "en": ("ing", "ity", "ies", "ness", "ship", "ful", "ally", "ted", "ded", "wth", "ght", "ork"),
    "fr": ("ité", "ités", "eux", "euse", "ique", "iques", "ées", "aux", "eau", "eurs", "oire"),
    "es": (
        "ción", "ciones", "dad", "dades", "miento", "mente", "ado", "ados", "ada", "adas", "sión",
        "ico", "icos", "ica", "icas", "ivo", "ivos", "iva", "ivas", "encia", "anza",
    ),
    "pt": (
        "ção", "ções", "ães", "dade", "dades", "mento", "mentos", "mente", "ado", "ados", "ada",
        "adas", "ico", "icos", "ica", "icas", "ivo", "ivos", "iva", "ivas", "ência", "ança",
    ),
    "it": ("zione", "zioni", "mento", "menti", "ità"),
    "de": ("ung", "ungen", "keit", "schaft", "lich", "lichen"),
}  # fmt: skip
"""Endings of words, each worth half a function word."""

LETTERS: Final = {"fr": "àâçèêëîïôœùûÿ", "es": "áíñóú", "pt": "ãõáíóúâêôç", "de": "äß"}
"""Letters that tell a language (``é``, ``ü`` are left out: names have them)."""
