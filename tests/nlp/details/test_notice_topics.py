import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.notice import NoticeTopic as T
from bot.domain.request import Language
from nlp.details.notice_topics import find_topics
from nlp.details.notice_words import NOTICE_WORDS

EN, DE, FR, ES, IT, NL = Language
QUESTIONS = {
    T.WHAT_WE_HOLD: (
        (EN, "What data do you hold about your customers?"),
        (DE, "Welche Daten speichert ihr eigentlich über Kunden?"),
        (FR, "Quelles informations avez-vous sur vos clients ?"),
        (ES, "¿Qué datos guardan de un cliente?"),
        (IT, "Quali dati avete sui clienti?"),
        (NL, "Welke gegevens hebben jullie van klanten?"),
    ),
    T.WHY: (
        (EN, "Why do you need my phone number at the till?"),
        (DE, "Wozu braucht ihr meine Telefonnummer?"),
        (FR, "Pourquoi demandez-vous mon numéro de téléphone ?"),
        (ES, "¿Para qué necesitan mi teléfono?"),
        (IT, "A cosa vi serve il mio numero di telefono?"),
        (NL, "Waarvoor hebben jullie mijn telefoonnummer nodig?"),
    ),
    T.RECIPIENTS: (
        (EN, "Who do you share my address with?"),
        (DE, "An wen gebt ihr meine Adresse weiter?"),
        (FR, "À qui transmettez-vous mon adresse ?"),
        (ES, "¿Con quién comparten mi dirección?"),
        (IT, "Con chi condividete il mio indirizzo?"),
        (NL, "Met wie delen jullie mijn adres?"),
    ),
    T.SALE: (
        (EN, "Do you sell my data?"),
        (DE, "Verkauft ihr meine Daten?"),
        (FR, "Est-ce que vous vendez mes données ?"),
        (ES, "¿Venden ustedes mis datos?"),
        (IT, "Vendete i miei dati?"),
        (NL, "Verkopen jullie mijn gegevens?"),
    ),
    T.RETENTION: (
        (EN, "How long do you keep my orders?"),
        (DE, "Wie lange bewahrt ihr meine Bestellungen auf?"),
        (FR, "Combien de temps gardez-vous mes commandes ?"),
        (ES, "¿Cuánto tiempo guardan mis pedidos?"),
        (IT, "Per quanto tempo conservate i miei ordini?"),
        (NL, "Hoe lang bewaren jullie mijn bestellingen?"),
    ),
    T.MARKETING: (
        (EN, "Where is the link to unsubscribe from the newsletter?"),
        (DE, "Wie kann ich den Newsletter abbestellen?"),
        (FR, "Comment se désabonner de la newsletter ?"),
        (ES, "¿Cómo puedo darme de baja del boletín?"),
        (IT, "Come ci si può disiscrivere dalla newsletter?"),
        (NL, "Kan ik me ergens afmelden voor de nieuwsbrief?"),
    ),
    T.ADVERTISING: (
        (EN, "Which cookies does your page set, and are they for ads?"),
        (DE, "Nutzt ihr Cookies für Werbung?"),
        (FR, "Utilisez-vous des cookies publicitaires ?"),
        (ES, "¿Usan cookies para los anuncios?"),
        (IT, "Usate cookie per gli annunci?"),
        (NL, "Gebruiken jullie cookies voor advertenties?"),
    ),
    T.RIGHTS: (
        (EN, "What rights do I have over my data?"),
        (DE, "Welche Rechte habe ich?"),
        (FR, "Quels sont mes droits ?"),
        (ES, "¿Qué derechos tengo?"),
        (IT, "Quali sono i miei diritti?"),
        (NL, "Welke rechten heb ik?"),
    ),
    T.CONTACT: (
        (EN, "Who is the controller for my data?"),
        (DE, "Wer ist bei Ihnen für den Datenschutz verantwortlich?"),
        (FR, "Qui est le responsable du traitement ?"),
        (ES, "¿Quién es el responsable del tratamiento?"),
        (IT, "Chi è il titolare del trattamento?"),
        (NL, "Wie is verantwoordelijk voor mijn gegevens?"),
    ),
    T.REGULATOR: (
        (EN, "Which supervisory authority looks after you, the ICO?"),
        (DE, "Welche Aufsichtsbehörde ist für euch zuständig?"),
        (FR, "Dépendez-vous de la CNIL ou d’une autre autorité ?"),
        (ES, "¿Dependen de la AEPD o de otra autoridad?"),
        (IT, "Dipendete dal Garante?"),
        (NL, "Valt u onder de Autoriteit Persoonsgegevens?"),
    ),
    T.CHANGES: (
        (EN, "What is in the changes to the notice?"),
        (DE, "Was hat sich an den Datenschutzhinweisen geändert?"),
        (FR, "Qu’est-ce qui change dans la nouvelle politique ?"),
        (ES, "¿Qué cambia en la nueva política?"),
        (IT, "Che cosa cambia nella nuova informativa?"),
        (NL, "Wat is er gewijzigd in de privacyverklaring?"),
    ),
    T.VOLUNTARY: (
        (EN, "Do I have to give you my birthday?"),
        (DE, "Ist die Angabe freiwillig oder muss ich?"),
        (FR, "Est-ce obligatoire de donner son adresse ?"),
        (ES, "¿Es obligatorio dar mi dirección?"),
        (IT, "È obbligatorio dare il mio indirizzo?"),
        (NL, "Is het verplicht mijn adres te geven?"),
    ),
    T.ANONYMISED: (
        (EN, "What do you do with anonymised data?"),
        (DE, "Was macht ihr mit anonymisierten Daten?"),
        (FR, "Que faites-vous des données anonymisées ?"),
        (ES, "¿Qué hacen con los datos anonimizados?"),
        (IT, "Cosa fate con i dati anonimizzati?"),
        (NL, "Wat doen jullie met geanonimiseerde gegevens?"),
    ),
    T.ORIGIN: (
        (EN, "Where did you get my address from?"),
        (DE, "Woher habt ihr meine Adresse?"),
        (FR, "D’où vient mon adresse, qui vous l’a donnée ?"),
        (ES, "¿De dónde sacaron mi dirección?"),
        (IT, "Dove avete preso il mio indirizzo?"),
        (NL, "Hoe komen jullie aan mijn adres?"),
    ),
    T.GENERAL: (
        (EN, "Hello there."),
        (DE, "Guten Tag."),
        (FR, "Bonjour."),
        (ES, "Buenos días."),
        (IT, "Buongiorno."),
        (NL, "Goedendag."),
    ),
}
ASKED = [(topic, *question) for topic, questions in QUESTIONS.items() for question in questions]


@pytest.mark.parametrize(("topic", "language", "text"), ASKED)
def test_a_plain_question_finds_its_topic(topic: T, language: Language, text: str) -> None:
    assert find_topics(text, language)[0] is topic


@pytest.mark.parametrize("language", Language)
def test_every_language_has_words_for_every_topic(language: Language) -> None:
    assert set(NOTICE_WORDS[language]) == set(T) - {T.GENERAL}


def test_case_accents_and_apostrophes_do_not_matter() -> None:
    assert find_topics("D'OU VIENT MON ADRESSE", Language.FR)[0] is T.ORIGIN
    assert find_topics("cuanto tiempo guardan todo", Language.ES)[0] is T.RETENTION


def test_english_words_are_understood_in_any_language() -> None:
    assert find_topics("Moin, where did you get my address?", Language.DE)[0] is T.ORIGIN


def test_a_thing_we_sell_is_no_question_about_selling_data() -> None:
    assert find_topics("I bought the doorbell you sell. Where are the pictures?", Language.EN)[0] is not T.SALE


@given(st.text(), st.sampled_from(Language))
def test_any_text_has_a_topic(text: str, language: Language) -> None:
    assert set(find_topics(text, language)) <= set(T)


def test_a_very_long_text_is_read_in_bounded_time() -> None:
    assert find_topics("who do you " * 200_000, Language.EN)[0] is T.GENERAL


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.EN, "which companies do you share my data with, and how long do you keep it?"),
        (Language.FR, "à quelles entreprises transmettez-vous mes données, et combien de temps les gardez-vous ?"),
    ],
)
def test_two_questions_in_one_mail_are_both_answered(language: Language, text: str) -> None:
    assert set(find_topics(text, language)) == {T.RECIPIENTS, T.RETENTION}
