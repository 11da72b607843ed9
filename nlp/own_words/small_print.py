"""Paragraphs that a company or a list puts under every mail: disclaimers and footers, in six languages."""

import re
from collections.abc import Sequence
from typing import Final

from nlp.own_words.own_voice import is_spoken, speaks_of_oneself

_I: Final = re.IGNORECASE
_LONGEST: Final = 3000

DISCLAIMER: Final = re.compile(
    r"(?:this|the) (?:e-?mail|message|communication|transmission)\b.{0,80}\b(?:confidential|privileged"
    r"|intended (?:only|solely|for))"
    r"|\bif you (?:are not|aren't|have received this|received this)\b.{0,40}\b(?:recipient|addressee|in error"
    r"|by mistake|message)"
    r"|^\W*confidentiality (?:notice|note)"
    r"|diese[rs]? (?:e-?mail|nachricht|mail)\b.{0,100}\b(?:vertraulich|bestimmt für)"
    r"|nicht der (?:richtige|beabsichtigte|vorgesehene)\b.{0,20}(?:adressat|empfänger)"
    r"|c(?:e|et) (?:message|courriel|mail|e-mail)\b.{0,100}\b(?:confidentiel|destiné (?:exclusivement|uniquement)"
    r"|(?:à l'attention|à l'intention|l'usage) exclusi)"
    r"|este (?:mensaje|correo)\b.{0,100}\b(?:confidencial|dirigidos? (?:exclusivamente|únicamente))"
    r"|^\W*aviso legal\b"
    r"|(?:questo messaggio|questa (?:e-?mail|comunicazione)|il presente messaggio)\b.{0,100}\b(?:riservat"
    r"|confidenzial|destinat[oae] esclusivamente)"
    r"|(?:dit (?:e-?mail)?bericht|deze (?:e-?mail|mail))\b.{0,100}\b(?:vertrouwelijk|uitsluitend bestemd)"
    r"|(?:please (?:consider|think of)|think of) the environment before printing"
    r"|\bumwelt\b.{0,60}\b(?:ausdruck|drucken)|(?:ausdruck|drucken)\b.{0,60}\bumwelt\b"
    r"|(?:pensez|pensons) à l'environnement|piense en el medio ?ambiente|rispetta l'ambiente"
    r"|denk aan het milieu",
    _I,
)

FOOTER: Final = re.compile(
    r"you(?:'re| are) (?:receiving|getting) this (?:e-?mail|message|newsletter|mail)"
    r"|you (?:have )?received this (?:e-?mail|message) because|this e-?mail is a service from\b"
    r"|this (?:e-?mail|message) was sent to\b|unsubscribe (?:here|\||·|from this (?:list|group))|(?:\||·) ?unsubscribe"
    r"|view (?:this e-?mail )?in (?:your )?browser"
    r"|to (?:unsubscribe|stop receiving these (?:e-?mails|messages)),? (?:click|follow|use)"
    r"|(?:checked|scanned) for viruses by|^\W*virus-free\W|^\W*virenfrei\W|^\W*garanti sans virus|^\W*libre de virus"
    r"|^\W*privo di virus|^\W*virusvrij\W"
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


def small_print_start(paragraph: Sequence[str], sign: re.Pattern[str]) -> int | None:
    """The line of this paragraph from which it is small print of that sign; None when none of it is.

    Somebody who speaks of themselves writes no small print, and words above it stay their writer's.
    """
    text = " ".join(paragraph)
    found = sign.search(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    line = _line_at(paragraph, found.start())
    own_above = [at for at in range(line) if is_spoken(paragraph[at])]
    start = line if own_above else 0
    return None if speaks_of_oneself(" ".join(paragraph[start:])) else start


def _line_at(paragraph: Sequence[str], position: int) -> int:
    end = 0
    for at, line in enumerate(paragraph):
        end += len(line) + 1
        if position < end:
            return at
    return len(paragraph) - 1
