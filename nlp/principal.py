"""The person for whom an agent's letter asks."""

from bot.domain.identity import EmailAddress, Identifiers
from bot.domain.person import AnotherPerson, Concerned
from nlp.details.identifiers import identifiers_in
from nlp.reading import Reading


def acted_for(reading: Reading) -> Concerned:
    """Nobody, where no agent writes; else one person, with all that the letter names but the agent's own addresses."""
    letter = reading.letter
    if letter is None or letter.agent is None:
        return ()
    named = identifiers_in(reading.identifying, reading.language)
    own = letter.agent.reply_to
    theirs = tuple(address for address in named.emails if not _is_of_the_house(address, own))
    return (
        AnotherPerson(
            words=letter.acting,
            identifiers=Identifiers(emails=theirs, orders=named.orders, phones=named.phones),
            agent=letter.agent,
        ),
    )


def _is_of_the_house(address: EmailAddress, own: EmailAddress | None) -> bool:
    return own is not None and (address == own or address.domain == own.domain)
