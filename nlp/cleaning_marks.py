"""The shapes of what is not the writer's new text, in six languages (and a few mail programs' own)."""

import re
from typing import Final

_I: Final = re.IGNORECASE

QUOTED_LINE: Final = re.compile(r"\s{0,3}(?:>|\|\s)")

WROTE_LINE: Final = re.compile(
    r"^.{0,200}?(?:\bwrote|\bschrieb(?:en)?\b.{0,80}|\ba (?:é|e)crit|\bescribi(?:ó|o)|\bha scritto|\bschreef\b.{0,80}"
    r"|\bescreveu|έγραψε|написал.?|\bnapisał(?:\(a\)|a)?|\bskrev\b.{0,60}|写道|yazdı"
    r"|\bhet volgende geschreven)\s{0,3}[::]\s*$",
    _I,
)
"""“On Tue, 8 Apr 2025 at 9:51, Support <…> wrote:”; the line names a date or an address."""

WROTE_START: Final = re.compile(
    r"^\s*(?:(?:on|am|le|el|il(?: giorno)?|op|em|στις|den|dnia|w dniu)\b.{0,40}\d|on \w{3,9},"
    r"|\w+\.?,? \d{1,2}\.? \w+\.? (?:\d{4}|at\b))",
    _I,
)

DIVIDER: Final = re.compile(
    r"^\s*[-_*=<]{2,}\s*(?:original|forwarded|ursprüngliche|weitergeleitete|message d'origine|message original"
    r"|message transféré|message transmis|mensaje (?:original|reenviado)|messaggio (?:originale|inoltrato)"
    r"|oorspronkelijk|doorgestuurd|urspr\.|原始邮件|original-nachricht).*$"
    r"|^\s*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)"
    r"|début du message (?:réexpédié|transféré)"
    r"|inizio messaggio inoltrato|inicio del mensaje reenviado|begin doorgestuurd bericht)\s*:?\s*$",
    _I,
)

FORWARDED: Final = re.compile(r"forward|weitergeleitet|transf|transmis|réexpédi|reenviado|inoltrato|doorgestuurd", _I)

HEADER_LINE: Final = re.compile(
    r"^\s*\*?(?:from|sent|to|cc|date|subject|von|gesendet|an|datum|betreff|de|envoyé|envoye|à|objet|para"
    r"|enviado(?: el)?"
    r"|fecha|asunto|da|inviato|a|data|oggetto|van|verzonden|aan|onderwerp|发件人|发送时间|收件人|主题|kimden|gönderen|kime|konu"
    r"|od|wysłano|do|temat|tarih)\s{0,2}\*?\s?[::]\*?\s?\S",
    _I,
)

RULE_LINE: Final = re.compile(r"^\s*[_=-]{5,}\s*$")

DEVICE_LINE: Final = re.compile(
    r"^\s*(?:sent from (?:my|the|outlook|yahoo|samsung|mail)|sent with|sent via|get outlook for|von meinem"
    r"|gesendet (?:von|mit)"
    r"|diese nachricht wurde von meinem|envoyé (?:de(?:puis)? (?:mon|ma)|avec)|enviado (?:desde|con) mi|enviado desde"
    r"|inviato da(?:l mio)?\b|verzonden (?:vanaf|met|via|van) mijn|verstuurd vanaf)\b.{0,80}$",
    _I,
)

SIGN_OFF: Final = re.compile(
    r"^\s*(?:(?:kind|best|warm|many|with (?:kind|best)|yours?)?\s*(?:regards|rgds|wishes)|all the best|best"
    r"|cheers|yours(?: \w+)?"
    r"|yours,? \w+|sincerely(?: yours)?|respectfully(?: yours)?|mit freundlichen gr(?:ü|ue)(?:ß|ss)en|mfg"
    r"|(?:viele|beste|liebe|sch(?:ö|oe)ne)"
    r" gr(?:ü|ue)(?:ß|ss)e|freundliche gr(?:ü|ue)(?:ß|ss)e|freundlich grüßt|gruß|lg|vg|hochachtungsvoll"
    r"|cordialement|bien cordialement"
    r"|bien à vous|salutations(?: distinguées)?|un (?:cordial )?saludo|(?:cordiales )?saludos(?: cordiales)?"
    r"|atentamente|cordiali saluti"
    r"|distinti saluti|(?:un )?(?:cordiale )?saluto|saluti|met vriendelijke groeten?|mvg|(?:hartelijke "
    r"|vriendelijke )?groeten?"
    r"|groetjes|hoogachtend)(?: (?:from|aus|de|da|uit|from sunny) [\w ]{1,25})?\s*[,.!]?\s*$",
    _I,
)
"""A farewell that fills its line; the short lines under it are the signature."""

DELIMITER: Final = re.compile(r"^-- ?$")

POSTSCRIPT: Final = re.compile(r"^\s*(?:p\.? ?s\b|ps:|pd:|n\.? ?b\.)", _I)

DISCLAIMER: Final = re.compile(
    r"(?:this|the) (?:e-?mail|message|communication|transmission)\b.{0,80}\b(?:confidential|privileged"
    r"|intended (?:only|solely|for))"
    r"|\bif you (?:are not|aren't|have received this|received this)\b.{0,40}\b(?:recipient|addressee|in error"
    r"|by mistake|message)"
    r"|^\W*confidentiality (?:notice|note)|diese (?:e-?mail|nachricht)\b.{0,100}\b(?:vertraulich|bestimmt für)"
    r"|nicht der (?:richtige|beabsichtigte|vorgesehene)\b.{0,20}(?:adressat|empfänger)"
    r"|ce (?:message|courriel|mail|e-mail)\b.{0,100}\b(?:confidentiel|destiné (?:exclusivement|uniquement)"
    r"|à l'attention exclusive)"
    r"|este (?:mensaje|correo)\b.{0,100}\b(?:confidencial|dirigido (?:exclusivamente|únicamente))"
    r"|(?:questo messaggio|questa (?:e-?mail|comunicazione)|il presente messaggio)\b.{0,100}\b(?:riservat"
    r"|confidenzial|destinat[oa] esclusivamente)"
    r"|(?:dit bericht|deze (?:e-?mail|mail))\b.{0,100}\b(?:vertrouwelijk|uitsluitend bestemd)"
    r"|please consider the environment before printing",
    _I,
)

FOOTER: Final = re.compile(
    r"you(?:'re| are) (?:receiving|getting) this (?:e-?mail|message|newsletter|mail)"
    r"|you received this (?:e-?mail|message) because"
    r"|this (?:e-?mail|message) was sent to\b|unsubscribe (?:here|\||·|from this list)|(?:\||·) ?unsubscribe"
    r"|view (?:this e-?mail )?in (?:your )?browser"
    r"|to (?:unsubscribe|stop receiving these (?:e-?mails|messages)),? (?:click|follow|use)"
    r"|sie erhalten diese(?:n)? (?:e-?mail|newsletter|nachricht)"
    r"|um sich (?:vom newsletter )?abzumelden,? klicken|im browser (?:ansehen|anzeigen)"
    r"|vous recevez (?:cet|ce) (?:e-?mail|courriel|message)|pour (?:vous désinscrire"
    r"|ne plus recevoir)\b.{0,60}\b(?:ici|cliquez|lien)"
    r"|(?:usted )?recibe este (?:correo|mensaje|e-?mail) porque|para darse de baja\b.{0,30}\b(?:aquí|clic|enlace)"
    r"|(?:ricevi|riceve|hai ricevuto) questa (?:e-?mail|mail|newsletter) perch|per (?:disiscriverti|cancellarti"
    r"|annullare l'iscrizione)\b.{0,30}\b(?:qui|clicca|link)"
    r"|u ontvangt deze (?:e-?mail|mail|nieuwsbrief)|(?:klik|click) hier om (?:u|je) (?:af te melden"
    r"|uit te schrijven)",
    _I,
)
