"""Letters are plain: measured for every letter in every language, and without the words of offices."""

import re

import pytest

from bot.domain.letter import LETTER_TYPES, LetterKind
from bot.domain.request import Language, RequestType
from tests.domain.sample_letter import BOOK, facts
from tests.letters.reading_ease import Prose, count_syllables

EASE_OF_ALL = {
    Language.EN: 75,
    Language.DE: 65,
    Language.FR: 75,
    Language.ES: 75,
    Language.IT: 65,
    Language.NL: 70,
}
"""All texts of a language together. From 70 on Flesch calls English "fairly easy" (seventh year of school), and so do
Kandel and Moles, Fernández Huerta and Douma on their scales; Amstad's German is easy from 60 to 70 on; by Gulpease
readers with eight years of school read 60 and more without help. Ours stand a few points above each, so that a text
of office prose, which measures 20 to 40, is noticed even among many good ones."""

EASE_OF_ONE = {language: ease - 10 for language, ease in EASE_OF_ALL.items()}
"""A single letter has few sentences, and its subject's own long words ("Datenschutzbehörde") weigh more."""

LONGEST = 32
"""Words in a sentence. Guides for plain writing ask for 15 to 20 on average and never 40."""

NOT_PROSE = {"dates", "nouns", "systems", "fields", "lists", "export"}
WRITABLE = [(kind, asked) for kind in LetterKind for asked in RequestType if asked in LETTER_TYPES[kind]]

OFFICE_WORDS = {
    Language.EN: r"please be advised|hereby|herewith|pursuant|aforementioned|notwithstanding|kindly|in process|regrets?"
    r"|forthwith|thereof|data subject|controller|lawful basis|in accordance with|at your earliest|should you wish",
    Language.DE: r"hiermit|gemäß|bezüglich|hinsichtlich|diesbezüglich|seitens|betreffend\w*|verarbeitung|betroffene\w*"
    r"|verantwortliche[rn]?|unverzüglich|zwecks|vorgenannt\w*|ersuchen|obliegt|mittels|anbei|rechtsgrundlage",
    Language.FR: r"par la présente|veuillez agréer|susmentionné\w*|conformément|nonobstant|ci-joint|personne concernée"
    r"|responsable du traitement|en vertu|dans les meilleurs délais|eu égard|au titre de|traitement de vos données",
    Language.ES: r"por la presente|conforme a|en virtud|anteriormente mencionad\w*|interesad[oa]|no obstante"
    r"|tratamiento|a tenor de|de conformidad|sírvase|adjunto|responsable del tratamiento|a la mayor brevedad",
    Language.IT: r"con la presente|ai sensi|in conformità|suddett\w*|summenzionat\w*|interessato|titolare|trattamento"
    r"|qualora|codest\w*|pertanto|in allegato|nonché|onde evitare",
    Language.NL: r"hierbij|ingevolge|krachtens|betreffende|bovengenoemd\w*|betrokkene|verwerking\w*|middels"
    r"|dienaangaande|conform|teneinde|desgewenst|verantwoordelijke|inzake|onverwijld|gaarne",
}
FAMILIAR = {
    Language.DE: r"du|dich|dir|dein\w*|ihr habt|euch|eure\w*",
    Language.FR: r"tu|toi|ton|ta|tes",
    Language.ES: r"tú|tu|tus|te|ti|contigo|vosotr[oa]s|os|vuestr\w*",
    Language.IT: r"tu|tuo|tua|tuoi|tue|ti|te|voi|vostr\w*",
    Language.NL: r"je|jij|jou|jouw|jullie",
}


def prose(language: Language) -> list[str]:
    texts = BOOK.phrasebooks[language].texts.items()
    return [text for key, text in texts if key.partition(".")[0] not in NOT_PROSE]


@pytest.mark.parametrize("language", Language)
def test_our_texts_are_easy_to_read_by_the_measure_of_their_language(language: Language) -> None:
    read = Prose.of(prose(language), language)

    assert read.ease >= EASE_OF_ALL[language]
    assert len(read.longest) <= LONGEST, read.longest


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("kind", "asked"), WRITABLE)
def test_each_letter_is_easy_to_read(kind: LetterKind, asked: RequestType, language: Language) -> None:
    text = BOOK.compose(kind, language, facts(asked)).text.partition("\n-- ")[0]

    assert Prose.of([text], language).ease >= EASE_OF_ONE[language]


@pytest.mark.parametrize("language", Language)
def test_no_text_speaks_like_an_office(language: Language) -> None:
    office = re.compile(rf"\b(?:{OFFICE_WORDS[language]})\b", re.IGNORECASE)

    assert [text for text in prose(language) if office.search(text)] == []


@pytest.mark.parametrize("language", FAMILIAR)
def test_the_reader_is_spoken_to_in_one_way(language: Language) -> None:
    familiar = re.compile(rf"\b(?:{FAMILIAR[language]})\b", re.IGNORECASE)

    assert [text for text in prose(language) if familiar.search(text)] == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Pursuant to the aforementioned regulation, the processing of personal information necessitates "
            "an appropriate verification procedure preceding any communication whatsoever.",
            Language.EN,
        ),
        (
            "Gemäß der vorgenannten Datenschutzgrundverordnung unterliegt die Verarbeitung personenbezogener "
            "Informationen einer vorherigen Identitätsfeststellung der antragstellenden Person.",
            Language.DE,
        ),
        (
            "Conformément aux dispositions réglementaires susmentionnées, la communication des informations "
            "personnelles nécessite préalablement une vérification appropriée de l'identité du demandeur.",
            Language.FR,
        ),
        (
            "De conformidad con las disposiciones reglamentarias anteriormente mencionadas, la comunicación "
            "de informaciones personales requiere previamente una verificación apropiada de la identidad del "
            "solicitante.",
            Language.ES,
        ),
        (
            "Conformemente alle disposizioni regolamentari summenzionate, la comunicazione delle "
            "informazioni personali richiede preventivamente un'appropriata verificazione dell'identità del "
            "richiedente.",
            Language.IT,
        ),
        (
            "Overeenkomstig bovengenoemde verordeningsbepalingen vereist de verwerking van persoonsgegevens "
            "voorafgaandelijk een passende identiteitsverificatie van de desbetreffende verzoekindienende "
            "persoon.",
            Language.NL,
        ),
    ],
)
def test_the_measure_knows_office_prose_when_it_sees_it(text: str, language: Language) -> None:
    assert Prose.of([text], language).ease < EASE_OF_ONE[language] - 10


@pytest.mark.parametrize(
    ("word", "language", "syllables"),
    [
        ("delete", Language.EN, 2),
        ("table", Language.EN, 2),
        ("Daten", Language.DE, 2),
        ("demande", Language.FR, 2),
        ("borrado", Language.ES, 3),
        ("gegevens", Language.NL, 3),
        ("x", Language.EN, 1),
    ],
)
def test_syllables_are_counted(word: str, language: Language, syllables: int) -> None:
    assert count_syllables(word, language) == syllables
