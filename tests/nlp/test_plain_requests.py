"""The plainest sentences, in six languages: each is sure, and one request only."""

import pytest

from bot.domain.classification import Decision
from bot.domain.request import RequestType
from nlp.classifier import SpacyClassifier
from nlp.plain_requests import plain_requests
from nlp.training_mail import read_corpus

PLAIN: dict[RequestType, tuple[str, ...]] = {
    RequestType.ERASURE: (
        "Please delete all the data you hold about me.",
        "I want you to erase my personal information from your systems.",
        "Bitte löschen Sie alle meine Daten.",
        "Ich möchte, dass Sie meine personenbezogenen Daten löschen.",
        "Merci de supprimer toutes mes données personnelles.",
        "Je vous demande d'effacer mes données.",
        "Por favor, eliminen todos mis datos personales.",
        "Quiero que borren mis datos.",
        "Vi prego di cancellare tutti i miei dati personali.",
        "Cancellate i miei dati dai vostri sistemi.",
        "Verwijder al mijn gegevens alstublieft.",
        "Ik wil dat jullie mijn persoonsgegevens verwijderen.",
    ),
    RequestType.ACCESS: (
        "Please send me a copy of my data.",
        "I would like a copy of all the personal data you hold about me.",
        "Bitte senden Sie mir eine Kopie aller personenbezogenen Daten, die Sie über mich gespeichert haben.",
        "Ich möchte eine Kopie meiner Daten.",
        "Envoyez-moi une copie de mes données personnelles.",
        "Je souhaite recevoir une copie de toutes mes données.",
        "Envíenme una copia de mis datos personales.",
        "Quiero una copia de todos mis datos.",
        "Inviatemi una copia dei miei dati personali.",
        "Vorrei ricevere una copia di tutti i miei dati.",
        "Stuur mij een kopie van mijn gegevens.",
        "Graag een kopie van al mijn persoonsgegevens.",
    ),
    RequestType.PORTABILITY: (
        "Please send me my data in a machine-readable format.",
        "Transfer my data to another provider.",
        "Bitte senden Sie mir meine Daten in einem maschinenlesbaren Format.",
        "Bitte übertragen Sie meine Daten an einen anderen Anbieter.",
        "Envoyez-moi mes données dans un format lisible par machine.",
        "Transférez mes données à un autre fournisseur.",
        "Envíenme mis datos en un formato estructurado.",
        "Transfieran mis datos a otro proveedor.",
        "Inviatemi i miei dati in un formato strutturato.",
        "Trasferite i miei dati a un altro fornitore.",
        "Stuur mij mijn gegevens in een machineleesbaar formaat.",
        "Draag mijn gegevens over aan een andere aanbieder.",
    ),
    RequestType.RECTIFICATION: (
        "Please correct my name in your records.",
        "My date of birth is wrong in your records.",
        "Bitte korrigieren Sie meinen Namen.",
        "Mein Geburtsdatum ist falsch gespeichert.",
        "Merci de corriger mon nom.",
        "Ma date de naissance est erronée.",
        "Por favor, corrijan mi nombre.",
        "Mi apellido está mal escrito.",
        "Correggete il mio cognome.",
        "Il mio nome è scritto male.",
        "Corrigeer mijn naam alstublieft.",
        "Mijn achternaam is verkeerd gespeld.",
    ),
    RequestType.RESTRICTION: (
        "Stop processing my personal data.",
        "Please restrict the processing of my data.",
        "Bitte schränken Sie die Verarbeitung meiner Daten ein.",
        "Ich widerspreche der Verarbeitung meiner Daten.",
        "Cessez de traiter mes données.",
        "Je demande la limitation du traitement de mes données.",
        "Dejen de usar mis datos.",
        "Solicito la limitación del tratamiento de mis datos.",
        "Smettete di usare i miei dati.",
        "Chiedo la limitazione del trattamento dei miei dati.",
        "Stop met het gebruiken van mijn gegevens.",
        "Beperk de verwerking van mijn gegevens.",
    ),
    RequestType.MARKETING_OPT_OUT: (
        "Stop sending me marketing emails.",
        "Please unsubscribe me from your newsletter.",
        "Bitte schicken Sie mir keine Werbung mehr.",
        "Ich möchte keine Newsletter mehr erhalten.",
        "Arrêtez de m'envoyer de la publicité.",
        "Je ne veux plus recevoir vos newsletters.",
        "Dejen de enviarme publicidad.",
        "No quiero recibir más publicidad.",
        "Smettete di mandarmi pubblicità.",
        "Non voglio più ricevere la newsletter.",
        "Stuur mij geen reclame meer.",
        "Ik wil geen nieuwsbrieven meer ontvangen.",
    ),
    RequestType.ADVERTISING_OPT_OUT: (
        "Do not sell my personal information.",
        "Please stop sharing my data with advertisers.",
        "Geben Sie meine Daten nicht an Werbepartner weiter.",
        "Bitte keine personalisierte Werbung mehr.",
        "Ne vendez pas mes données.",
        "Ne partagez plus mes données avec des annonceurs.",
        "No vendan mis datos.",
        "No compartan mis datos con anunciantes.",
        "Non vendete i miei dati.",
        "Non condividete i miei dati con inserzionisti.",
        "Verkoop mijn gegevens niet.",
        "Deel mijn gegevens niet met adverteerders.",
    ),
    RequestType.COMPLAINT: (
        "I want to complain about how you handle my data.",
        "I would like to make a complaint about your use of my personal data.",
        "Ich möchte mich über Ihren Umgang mit meinen Daten beschweren.",
        "Je souhaite déposer une réclamation concernant le traitement de mes données.",
        "Quiero presentar una queja por el uso de mis datos.",
        "Voglio presentare un reclamo per il trattamento dei miei dati.",
        "Ik wil een klacht indienen over het gebruik van mijn gegevens.",
    ),
    RequestType.NOTICE_QUESTION: (
        "Where did you get my email address?",
        "Who do you share my data with?",
        "Woher haben Sie meine Adresse?",
        "Wie lange speichern Sie meine Daten?",
        "D'où avez-vous obtenu mon adresse ?",
        "Combien de temps conservez-vous mes données ?",
        "¿De dónde han sacado mi correo?",
        "¿Cuánto tiempo guardan mis datos?",
        "Da dove avete preso il mio indirizzo?",
        "Per quanto tempo conservate i miei dati?",
        "Hoe komt u aan mijn e-mailadres?",
        "Hoe lang bewaart u mijn gegevens?",
    ),
}
SENTENCES = [(sentence, label) for label, sentences in PLAIN.items() for sentence in sentences]


@pytest.mark.parametrize(("sentence", "label"), SENTENCES)
def test_a_plain_sentence_is_sure_and_one_request(
    classifier: SpacyClassifier, sentence: str, label: RequestType
) -> None:
    said = classifier.classify(subject="", body=sentence)

    assert said.decision is Decision.PRIVACY
    assert [found.label for found in said.labels] == [label]


@pytest.mark.parametrize("label", PLAIN)
def test_a_plain_sentence_stays_sure_among_others(classifier: SpacyClassifier, label: RequestType) -> None:
    sentence = PLAIN[label][0]

    said = classifier.classify(
        subject="Hello", body=f"Hi all,\n\nthe parcel came on Monday. {sentence} My address on file is x@example.com\n"
    )

    assert said.decision is Decision.PRIVACY
    assert label in {found.label for found in said.labels}


@pytest.mark.parametrize(
    "sentence",
    [
        "Please do not delete my data.",
        "Delete my data after my refund has come.",
        "Please delete the item from my cart.",
        "Send me a copy of my invoice.",
        "Stop sending me the wrong size.",
        "Löschen Sie bitte den Artikel aus dem Warenkorb.",
        "Corrigez mon adresse de livraison.",
        "",
    ],
)
def test_other_sentences_are_left_to_the_statistic(sentence: str) -> None:
    assert plain_requests(sentence) == ()


def test_no_mail_of_the_corpus_is_plain_by_mistake() -> None:
    wrong = [
        (mail.mail_id, words)
        for mail in read_corpus()[::3]
        for label, words in plain_requests(mail.body)
        if label not in mail.labels
    ]

    assert wrong == []
