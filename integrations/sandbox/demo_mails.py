"""The mails the demo sends in: one for each right, an unsure one and an ordinary one, in several languages."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Final

from bot.ports.clock import Clock, IdSource
from integrations.sandbox.customers import CUSTOMERS


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoMail:
    """One mail by the customer with that number; `confirms` says that they will press the link they are sent."""

    customer: int
    subject: str
    words: str
    confirms: bool = False


DEMO_MAILS: Final = (
    DemoMail(
        customer=3,
        subject="No more newsletters",
        words="Hi there,\n\nplease take me off your marketing list, mails and texts alike.\n\nMary-Ann",
    ),
    DemoMail(
        customer=2,
        subject="Closing my account",
        words="Hello,\n\nI no longer want to be a customer. Please close my account and delete everything you hold "
        "about me. I am in London, so this is under the UK GDPR.\n\nOliver",
        confirms=True,
    ),
    DemoMail(
        customer=1,
        subject="Auskunft nach Art. 15 DSGVO",
        words="Guten Tag,\n\nbitte senden Sie mir eine Kopie aller personenbezogenen Daten, die Sie über mich "
        "gespeichert haben.\n\nMit freundlichen Grüßen\nJolanda Testmann",
        confirms=True,
    ),
    DemoMail(
        customer=4,
        subject="wrong name on my account",
        words="Hello,\n\nmy name is spelled wrong in your records. It should be Rob Fictional instead of Bob "
        "Fictional. Please correct it.\n\nThanks",
        confirms=True,
    ),
    DemoMail(
        customer=5,
        subject="Question sur vos données",
        words="Bonjour,\n\nà quelles entreprises transmettez-vous mes données personnelles, et combien de temps les "
        "gardez-vous ?\n\nCordialement,\nAurélie",
    ),
    DemoMail(
        customer=6,
        subject="Publicidad personalizada",
        words="Hola:\n\nveo sus anuncios en todas partes. Les pido que dejen de usar mis datos personales para "
        "publicidad personalizada.\n\nUn saludo,\nXimena",
    ),
    DemoMail(
        customer=7,
        subject="Limitazione del trattamento ai sensi dell'art. 18 GDPR",
        words="Buongiorno,\n\nai sensi dell'articolo 18 del GDPR chiedo la limitazione del trattamento dei miei dati "
        "personali finché la contestazione non è risolta. Conservateli, ma non usateli.\n\nDario",
    ),
    DemoMail(
        customer=4,
        subject="Complaint about how you handle my data",
        words="I asked you twice to stop using my personal data for mailings and nobody answered. I want to complain "
        "about how you handle my data. What will you do about it?\n\nBob",
    ),
    DemoMail(
        customer=3,
        subject="Moving to another shop",
        words="Hello,\n\nplease send me my data in a machine-readable format such as JSON, so that I can hand it to "
        "another provider.\n\nMary-Ann",
    ),
    DemoMail(
        customer=2,
        subject="Off your books",
        words="Once my refund is through, take me off your books please.",
    ),
    DemoMail(
        customer=1,
        subject="Wo ist mein Paket?",
        words="Hallo,\n\nmeine Bestellung sollte am Dienstag kommen und ist noch nicht da. Wo bleibt sie?\n\nJolanda",
    ),
)


def composed(mail: DemoMail, *, clock: Clock, ids: IdSource, to: str) -> tuple[str, bytes]:
    """The sender's address and the mail as it travels."""
    person = next(customer for customer in CUSTOMERS if customer.number == mail.customer)
    message = EmailMessage()
    message["From"] = formataddr((person.name, person.email))
    message["To"] = to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{ids.new_id()}@{person.email.rpartition('@')[2]}>"
    message.set_content(mail.words)
    return person.email, message.as_bytes()
