"""What mail programs write around quotes, in English, German, French, Spanish, Italian, Dutch (and a few beside)."""

import re
from typing import Final

_WROTE: Final = (
    r"wrote|writes|schrieb|schreef|geschreven|a\s+écrit|a\s+ecrit|escribi[óo]|ha\s+scritto|scrisse|"
    r"escreveu|skrev|napisał"
)
_OPENING: Final = r"on|at|in a message dated|am|le|el|il(?: giorno)?|op|em|den|dnia|quoting"

WROTE: Final = re.compile(rf"\b(?:{_WROTE})\b", re.IGNORECASE)
"""A verb that ends an attribution line."""

ATTRIBUTION_OPENING: Final = re.compile(rf"[\s*_]*(?:{_OPENING})\b[\s,:]", re.IGNORECASE)
"""How an attribution that begins with the date begins."""

ADDRESS: Final = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}\.[\w.-]{2,100}")
CLOCK_TIME: Final = re.compile(r"\b\d{1,2}\s?[:.h]\s?\d{2}\b")
DATED_ADDRESS: Final = re.compile(r"\s*\d{4}-\d\d-\d\d\b.{0,150}<[^<>\s]{3,200}>\s*:?\s*$")

_EARLIER: Final = (
    r"original\s+message|original\s+appointment|original\s*-|forwarded\s*-|weitergeleitet\s*-|doorgestuurd\s*-|"
    r"transf[ée]r[ée]\s*-|inoltrato\s*-|reenviado\s*-|forwarded\s+message|reply\s+message|ursprüngliche\s+(?:nachricht|mail)|"
    r"urspr[uü]ngl\.?\s+nachricht|original-?\s?nachricht|originalnachricht|weitergeleitete\s+(?:nachricht|e-?mail)|"
    r"message\s+d['’]origine|message\s+original|message\s+transf[ée]r[ée]|message\s+r[ée]exp[ée]di[ée]|courriel\s+original|"
    r"mensaje\s+original|mensaje\s+reenviado|messaggio\s+originale|messaggio\s+inoltrato|oorspronkelijk\s+bericht|"
    r"origineel\s+bericht|doorgestuurd\s+bericht|mensagem\s+original|mensagem\s+encaminhada"
)
DASHED_TITLE: Final = re.compile(r"-{3,}\s*[^-]{2,40}\s*-{3,}$")
"""Something between dashes: in any language the title of an earlier mail, if an address follows."""

EARLIER_MAIL: Final = re.compile(rf"\s*[*_]*[-_=–—]{{2,}}\s*(?:{_EARLIER})(?<=[\w-])[^\n]{{0,60}}$", re.IGNORECASE)
"""A dashed line above an earlier mail: -----Original Message-----."""

FORWARDED: Final = re.compile(
    r"\s*[*_]*(?:[-_=–—]{2,}\s*(?:forwarded\s+message|weitergeleitete|message\s+transf|message\s+r[ée]exp|mensaje\s+reenviado|"
    r"messaggio\s+inoltrato|doorgestuurd|mensagem\s+encaminhada)|begin\s+forwarded\s+message|"
    r"anfang\s+der\s+weitergeleiteten\s+(?:nachricht|e-?mail)|début\s+du\s+message\s+(?:transf|réexp)|"
    r"inicio\s+del\s+mensaje\s+reenviado|inizio\s+(?:del\s+)?messaggio\s+inoltrato|begin\s+doorgestuurd\s+bericht)"
    r"[^\n]{0,60}$",
    re.IGNORECASE,
)
"""A line above a mail that is passed on."""

FORWARD_SUBJECT: Final = re.compile(r"\s*(?:fwd?|wg|tr|rv|i|inoltro|doorst|enc)\s*:", re.IGNORECASE)
REPLY_ABOVE: Final = re.compile(
    r"[\s*#=>_-]{2,}(?:please\s+)?(?:type|write|enter)\s+your\s+(?:reply|response)|"
    r"[\s*#=_-]{2,}\s*(?:bitte\s+antworten\s+sie\s+oberhalb|répondre\s+au-dessus|responda\s+por\s+encima)",
    re.IGNORECASE,
)

HEADER_LABELS: Final = {
    "from": re.compile(
        r"[\s*_>]*(?:from|von|de|da|van|mittente|från|fra|absender)\s*\*?\s*:\s*\*?\s*\S", re.IGNORECASE
    ),
    "date": re.compile(
        r"[\s*_>]*(?:sent|date|gesendet(?:\s+am)?|datum|envoyé(?:\s+le)?|enviado(?:\s+el)?|enviada|fecha|inviato|data|"
        r"verzonden|skickat|sendt)\s*\*?\s*:\s*\*?\s*\S",
        re.IGNORECASE,
    ),
    "to": re.compile(
        r"[\s*_>]*(?:to|an|à|para|a|aan|till|til|destinatario|empfänger)\s*\*?\s*:\s*\*?\s*\S", re.IGNORECASE
    ),
    "subject": re.compile(
        r"[\s*_>]*(?:subject|betreff|objet|asunto|oggetto|onderwerp|assunto|ämne|emne)\s*\*?\s*:", re.IGNORECASE
    ),
}
"""The lines of a header block as Outlook and others paste it above the earlier mail."""

_DEVICE: Final = (
    r"iphone|ipad|ipod|android|samsung|galaxy|huawei|xiaomi|sony|nokia|blackberry|pixel|smartphone|handy|mobil\w*|móvil|"
    r"cellulare|telefoon|telefono|téléphone|tablet|tablette|outlook|yahoo|mail|gmail|gmx|web\.de|proton|phone|windows|"
    r"fairphone|oneplus|htc|lg|app|t-mobile|vodafone|orange|verizon|at&t"
)
MOBILE_SIGNATURE: Final = re.compile(
    r"\s*[*_(]*(?:"
    rf"sent\s+(?:from|via|with|using)\s+(?:my\s+|a\s+)?[^\n]{{0,30}}\b(?:{_DEVICE})\b|"
    r"get\s+outlook\s+for|download\s+outlook|outlook\s+für\s+(?:ios|android|mac)|télécharge[zr]?\s+outlook|obtenir\s+outlook|"
    r"obtener\s+outlook|obtenga\s+outlook|ottieni\s+outlook|scarica\s+outlook|outlook\s+voor\s+(?:ios|android)|download\s+outlook|"
    rf"von\s+mein\w+\s+[^\n]{{0,40}}\b(?:{_DEVICE})\b[^\n]{{0,30}}\b(?:gesendet|verschickt)|"
    rf"(?:diese\s+(?:nachricht|e-?mail)\s+wurde\s+)?(?:gesendet|verschickt)\s+(?:von|mit|über|via|aus)\b[^\n]{{0,40}}\b(?:{_DEVICE})\b|"
    rf"diese\s+(?:nachricht|e-?mail)\s+wurde\s+von\s+[^\n]{{0,60}}gesendet|"
    rf"envoyé\s+(?:de|depuis|à\s+partir\s+d|avec|par)\b[^\n]{{0,40}}\b(?:{_DEVICE})\b|"
    rf"enviado\s+(?:desde|con|de|a\s+través)\b[^\n]{{0,40}}\b(?:{_DEVICE})\b|"
    rf"inviato\s+(?:da|dal|con|tramite)\b[^\n]{{0,40}}\b(?:{_DEVICE})\b|"
    rf"(?:verstuurd|verzonden)\s+(?:vanaf|vanuit|met|via|van)\b[^\n]{{0,40}}\b(?:{_DEVICE})\b"
    r")[^\n]{0,60}$",
    re.IGNORECASE,
)
"""One line a telephone adds by itself."""

INLINE_ANSWERS: Final = re.compile(
    r"\b(?:my|our|see)\s+(?:answers?|comments|replies|remarks)\b.{0,40}\b(?:below|inline|in\s+(?:red|blue|green|bold|capitals|brackets))\b|"
    r"\b(?:meine|unsere|siehe)\s+(?:antworten|anmerkungen|kommentare)\b.{0,40}\b(?:unten|im\s+text|in\s+(?:rot|blau|klammern)|zwischen\s+den\s+zeilen)\b|"
    r"\b(?:mes|nos|voir)\s+réponses?\b.{0,40}\b(?:ci-dessous|en\s+rouge|dans\s+le\s+texte|entre\s+(?:les\s+lignes|crochets))\b|"
    r"\b(?:mis|nuestras|ver)\s+respuestas?\b.{0,40}\b(?:abajo|en\s+rojo|entre\s+(?:líneas|corchetes))\b|"
    r"\b(?:mie|nostre|vedi)\s+rispost[ae]\b.{0,40}\b(?:sotto|in\s+rosso|tra\s+(?:le\s+righe|parentesi))\b|"
    r"\b(?:mijn|onze|zie)\s+antwoord(?:en)?\b.{0,40}\b(?:hieronder|in\s+(?:het\s+)?rood|tussen\s+(?:de\s+regels|haakjes))\b",
    re.IGNORECASE,
)
"""The sender says that they wrote into the earlier mail."""

DISCLAIMER: Final = re.compile(
    r"\s*[*_]*(?:"
    r"(?:this|the\s+information\s+(?:contained\s+)?in\s+this)\s+(?:e-?mail|message|communication|transmission)\b[^\n]{0,120}"
    r"\b(?:confidential|intended\s+(?:solely|only|for)|privileged)|"
    r"(?:confidentiality|disclaimer|legal)\s*(?:notice|note)?\s*:|"
    r"diese\s+(?:e-?mail|nachricht)\s+(?:und|enthält|ist)\b[^\n]{0,120}\bvertraulich|"
    r"(?:ce|cet)\s+(?:message|e-?mail|courriel)\s+(?:et|est|contient|peut)\b[^\n]{0,120}\bconfidentiel|"
    r"este\s+(?:mensaje|correo)\b[^\n]{0,120}\bconfidencial|"
    r"(?:questo|il\s+presente)\s+messaggio\b[^\n]{0,120}\briservat|"
    r"(?:dit|deze)\s+(?:e-?mail|bericht)\b[^\n]{0,120}\bvertrouwelijk|"
    r"virus-?free\.|this\s+email\s+has\s+been\s+(?:checked|scanned)\s+for\s+viruses|"
    r"diese\s+e-?mail\s+wurde\s+von\s+\w+\s+auf\s+viren\s+geprüft)",
    re.IGNORECASE,
)
"""The first line of a legal or virus footer."""

DISCLAIMER_WORDS: Final = re.compile(
    r"\bconfidential|\bprivileged\b|\bintended\s+(?:solely|only|recipient)|\baddressee|\breceived\b.{0,30}\bin\s+error|"
    r"\bnotify\s+the\s+sender|\bunauthori[sz]ed\s+(?:disclosure|use|copying)|\bany\s+attachments?\b",
    re.IGNORECASE,
)
"""Two of these in one line make it a legal footer; one alone may be a customer's own word."""
