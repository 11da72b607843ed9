"""The words of six languages around an old and a new value. OLD, NEW and FIELD are filled in by the reader."""

from typing import Final

from bot.domain.correction import CorrectableField

CHANGE: Final = (
    r"\b(?:chang\w*|updat\w*|correct\w*|replac\w*|amend\w*|fix|mend|wrong\w*|spel\w*|misspel\w*|mistake|typo|rectif\w*"
    r"|should (?:be|read)|put right|switch|instead of|not|new|moved|records?|now"
    r"|änder\w*|geändert|berichtig\w*|korrigier\w*|falsch\w*|richtig\w*|ersetz\w*|schreibt?|geschrieben|statt|neue?[rs]?"
    r"|anpassen|umgezogen|jetzt|nicht"
    r"|modifi\w*|corrig\w*|remplac\w*|erreur|orthograph\w*|mal écrit\w*|faux|fausse|au lieu de|nouve\w+|désormais|pas"
    r"|cambi\w*|actualiz\w*|correg\w*|corrij\w*|sustitu\w*|mal escrit\w*|errone\w*|erróne\w*|nuev[oa]|en lugar de|ahora"
    r"|corregg\w*|rettific\w*|aggiorn\w*|sbagliat\w*|sostitu\w*|nuov[oa]|invece|scritto|ora|non|no"
    r"|wijzig\w*|verander\w*|verbeter\w*|vervang\w*|fout\w*|verkeerd\w*|nieuwe?|in plaats van|aanpassen|nu|niet"
    r"|gespeld|aan te passen|rechtzetten)\b"
)
"""Without one of these nothing is being corrected."""

KEEP: Final = (
    r"\b(?:(?:do not|don['’]?t|never) (?:change|update|replace|touch|correct)"
    r"|(?:nicht|nichts) (?:zu )?(?:ändern|berichtigen|korrigieren|ersetzen)|ändern sie [^.\n]{0,60}\bnicht\b"
    r"|ne (?:changez|modifiez|corrigez|remplacez) (?:pas|rien)|no (?:cambien?|cambiéis|corrijan?|modifiquen?)"
    r"|non (?:cambiate|modificate|correggete|cambi|modifichi)|niet (?:wijzigen|veranderen|aanpassen|verbeteren))\b"
)
"""The opposite of a correction."""

FIELD_WORDS: Final[dict[CorrectableField, str]] = {
    CorrectableField.EMAIL: r"e-?mail\w*(?:[- ]?(?:address|adresse|adres))?|mail\w*|courriel|correo(?: electrónico)?"
    r"|(?:adresse|indirizzo|dirección)(?: de)? (?:e-?mail|mail|correo)|posta elettronica|casella",
    CorrectableField.PHONE: r"(?:tele)?phone(?: number)?|mobile(?: number)?|cell(?: ?phone)?(?: number)?|(?:my )?number"
    r"|telefon\w*|handy\w*|mobil\w*|rufnummer|tel\.?(?: ?nr\.?)?|nummer|téléphone|portable"
    r"|numéro(?: de (?:téléphone|portable))?|teléfono|móvil|celular|cel"
    r"|número(?: de (?:teléfono|móvil))?|cellulare|cell"
    r"|numero(?: di (?:telefono|cellulare))?|telefoonnummer|mobiele?(?: nummer)?",
    CorrectableField.NAME: r"(?:(?:last|first|middle|family|given|full|sur) ?)?names?|nach(?:- und vor)?name\w*"
    r"|(?:vor|familien)?name\w*|heiße|(?:pré)?nom(?: de famille)?|m['’]appelle|nombre|apellidos?|me llamo|(?:cog)?nome"
    r"|mi chiamo|(?:achter|voor)?naam|heet",
    CorrectableField.ADDRESS: r"address|adresse|anschrift|dirección|domicilio|indirizzo|adres",
}

PARTICLES: Final = (
    "(?:van der|van den|van de|van|von der|von|zu|de la|de los|de|del|della|der|den|di|da|du|la|le|bin|al|y)"
)

_NO_NAMES: Final = (
    "mr mrs ms miss mx dr prof sir madam herr frau herrn monsieur madame mme mlle señor señora sr sra don doña "
    "signor signora sig sig.ra mevrouw meneer mevr dhr it its it's i my the this that please thanks ich es das bitte "
    "je il elle merci soy gracias sono grazie ik het graag your you art article dsgvo gdpr retailops and und there's "
    "that's i'm c'est do does sell work whats sie ihnen ihr ihre mir mich wir uns seit ab vous nous usted lei u "
    "january february march april may june july august september october november december januar februar märz mai "
    "juni juli oktober dezember monday tuesday wednesday thursday friday saturday sunday instead not but account "
    "profile konto kunde order nummer name wrong should our in on customer "
)
NO_NAMES: Final = frozenset(_NO_NAMES.split())
"""Capitalised words that are no names; a title is not a field we can correct."""

OTHER_NUMBERS: Final = (
    r"\b(?:vat|po|purchase order|order|invoice|tracking|customer|account|bestell\w*|rechnungs\w*|kunden\w*|commande"
    r"|facture|client|pedido|factura|cliente|ordine|fattura|bestelling|factuur|klant)"
    r"(?: ?(?:number|no|nr|ref\w*|n[°º]))?(?:\W{0,3}\w+){0,3}\W{0,3}$"
)
"""Just before a number: it is no telephone number."""

OTHER_NAMES: Final = (
    r"\b(?:house|shop|user|pet|dog|cat|company|product|business|brand|login|file) ?names?\b"
    r"|\b(?:firmen|benutzer|shop|produkt)name"
    r"|nom (?:de la société|d['’]utilisateur)|nombre de (?:la empresa|usuario)|nome (?:utente|della ditta)"
    r"|naam van onze|(?:bedrijfs|gebruikers)naam|gift tag|engrav"
)
"""Names that are not the person's."""

_AND: Final = r"(?i:(?:and|but|und|aber|et|mais|y|pero|e|ma|en|maar),? )?"
_IT: Final = r"(?i:(?:it|this|that|which|es|das|dies|c['’]|cela|ça|il|elle|eso|esto|questo|dat|het|dit) ?)?"
_SHOULD: Final = (
    r"(?i:should (?:be|read|say)|must (?:be|read)|needs to (?:be|read)|has to be|ought to be|is (?:really|actually)"
    r"|richtig (?:ist|wäre|heißt es)|(?:muss|müsste|sollte|soll)(?: es)?(?: aber| eigentlich)?"
    r"|devrait être|doit être|debe(?:ría)? (?:ser|decir|poner)"
    r"|dovrebbe essere|deve essere|va scritto|moet (?:het )?(?:zijn )?|hoort te zijn)"
)
_IS: Final = (
    r"(?i: ?(?:is now|is|are|now|ist jetzt|ist|lautet jetzt|lautet|est désormais|est|es ahora|es|è ora|è|wordt|nu))?"
)

OLD_THEN_NEW: Final[tuple[str, ...]] = (
    r"(?i:\b(?:from|von|du|de|desde|del|dal|dalla|da|van)) OLD,? (?i:to|into|auf|in|zu|à|en|a|al|naar) NEW",
    r"(?i:\b(?:not|nicht|pas|non|no|niet)) OLD,? (?i:but|sondern|mais|sino|ma|bensì|maar)(?i: rather| bien)? NEW",
    r"(?i:\b(?:replace|change|swap|ersetz\w*|remplac\w*|corrig\w*|sustitu\w*|cambi\w*|sostitu\w*|vervang\w*|wijzig))"
    r"(?: [^\W\d]+){0,2} OLD (?i:with|by|to|for|durch|par|por|con|door|in) NEW",
    rf"OLD[),;.\"”]{{0,2}} {_AND}{_IT}{_SHOULD} NEW",
    r"OLD,? (?:->|-->|→|=>) NEW",
)
NEW_THEN_OLD: Final[tuple[str, ...]] = (
    r"NEW,? (?i:instead of|in place of|rather than|statt|anstatt|anstelle von|au lieu de|plutôt que|en lugar de|"
    r"en vez de|invece di|al posto di|in plaats van) OLD",
    rf"NEW,? {_AND}(?i:not|nicht|pas|non|no|niet)(?i: more| mehr| meer| plus)? OLD",
)
NEW_ONLY: Final[tuple[str, ...]] = (
    rf"(?i:\b(?:new|neue[rsn]?|nouve(?:au|l|lle)|nuev[oa]|nuov[oa]|nieuwe?)) FIELD{_IS}:? NEW",
    rf"FIELD(?i:(?: [^\W\d]+){{0,4}}) {_SHOULD} NEW",
    r"(?i:\b(?:change|update|correct|amend|set)) (?:[^\W\d]+ ){0,2}FIELD(?i:(?: [^\W\d]+){0,4}) (?i:to) NEW",
    r"(?i:\b(?:änder\w*|berichtig\w*|korrigier\w*)) (?:[^\W\d]+ ){0,3}FIELD(?: [^\W\d]+){0,3} (?i:auf|in|zu) NEW",
    r"(?i:\b(?:modifi\w*|corrig\w*|chang\w*|remplac\w*)) (?:[^\W\d]+ ){0,2}FIELD(?: [^\W\d]+){0,2} (?i:en|par|à) NEW",
    r"(?i:\b(?:cambi\w*|correg\w*|corrij\w*|actualiz\w*|modific\w*|corregg\w*|aggiorn\w*)) (?:[^\W\d]+ ){0,3}"
    r"FIELD(?: [^\W\d]+){0,2} (?i:a|por|con|in) NEW",
    r"(?i:\b(?:wijzig|verander|verbeter|pas)) (?:[^\W\d]+ ){0,3}FIELD(?: [^\W\d]+){0,3} (?i:naar|in) NEW",
)

CERTAIN_ONLY: Final[tuple[str, ...]] = (
    rf"{_SHOULD}:? NEW",
    r"(?i:\b(?:change|update|switch|replace)) (?:[^\W\d]+ ){0,5}(?i:to|with|by) NEW",
    r"(?i:\b(?:correct|right|richtig|correcte?|bonne?|bon|correct[oa]|buen[oa]|giust[oa]|juiste?)) (?:\w+ )?"
    r"(?i:is|ist|est|es|è) NEW",
    r"(?i:\b(?:my|the) new one(?: is|'s)) NEW",
    r"NEW(?i: instead)\b",
)
"""For values that show by themselves what they are (an e-mail address, a telephone number)."""

ADDRESS_IS: Final = (
    r"\b(?:my|our|the) (?:new |correct |right )(?:home |postal )?address is(?: now)?"
    r"|\b(?:my|our) address (?:is now|should be)"
    r"|(?:meine|unsere) (?:neue|richtige) (?:adresse|anschrift) (?:ist|lautet)(?: jetzt)?"
    r"|(?:ma|notre) (?:nouvelle|bonne) adresse est(?: désormais)?"
    r"|(?:mi|nuestra) (?:nueva dirección|dirección correcta|nuevo domicilio) es(?: ahora)?"
    r"|il (?:mio|nostro) (?:nuovo indirizzo|indirizzo corretto) è(?: ora)?"
    r"|(?:mijn|ons) (?:nieuwe|juiste) adres is(?: nu)?"
)
