"""What a letter asks: the rights it claims by article, by name, in a field or with a tick."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.request import RequestType
from nlp.letters.cited_articles import OBJECTION, TO_MARKETING, articles_in, request_of
from nlp.letters.fields import Fields
from nlp.letters.marks import Patterns, compiled, first, table

_TABLE: Final = table("template_letters")
_ASKS: Final = compiled(_TABLE["asks"])
_MENTIONS: Final = compiled(_TABLE["mentions"])
_RIGHTS: Final[dict[RequestType, Patterns]] = {
    RequestType(label): compiled(patterns) for label, patterns in _TABLE["rights"].items()
}
_LAWS: Final = compiled(_TABLE["laws"])

_SENTENCE_END: Final = re.compile(
    r"(?<!\b[Aa]rt)(?<!\b[Aa]bs)(?<!\b[Nn][ro])(?<!\blit)(?<!\bCal)(?<!\bCiv)[.!?]\s(?=[A-ZÀ-Þ¿¡“„(\[])"
    r"|\n\n|\n(?=[-•*–☐☒☑□■]|\[|\([a-z\dxX ]\)|\(?[\da-hA-H][.)] )"
)
_ITEM: Final = re.compile(r"[-•*–☐☒☑□■]|\[|\([a-z\dxX ]\)|\(?[\da-hA-H][.)] ")
_TICKED: Final = re.compile(r"^[-•*– ]{0,3}(?:[☒☑■✓✔]|\[ ?[xX✓✔] ?\]|\([xX]\))")
_UNTICKED: Final = re.compile(r"^[-•*– ]{0,3}(?:[☐□]|\[ ?\]|\( \)|\(_+\))")
_HEADING: Final = re.compile(
    r"^(?:subject|re|betreff|betr\.|objet|asunto|oggetto|betreft|onderwerp) ?: ?(?P<words>[^\n]{1,200})$",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD_WORDS: Final[dict[RequestType, Patterns]] = {
    RequestType(label): compiled(patterns) for label, patterns in _TABLE["field_words"].items()
}
_OBJECTING: Final = compiled(_TABLE["objecting"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a letter asks, in order, with every article it names; `by_article`: the law of at least one is cited."""

    requests: tuple[RequestType, ...] = ()
    articles: tuple[str, ...] = ()
    by_article: bool = False


def names_a_law(text: str) -> bool:
    """Whether any privacy law stands in it."""
    return bool(first(_LAWS, text))


def asked_in(text: str, *, title: str, fields: Fields) -> Asked:
    """Read folded text; `title` is the mail's subject. Articles count only where their law is named."""
    whole = f"{title}\n{text}"
    has_law = names_a_law(whole)
    ticked = [
        request for words in fields.get("request", ()) for request, found in _FIELD_WORDS.items() if first(found, words)
    ]
    body, headings = list(_claims(text)), _headings(title, text)
    cited = _cited(body, has_law=has_law) or _cited(headings, has_law=has_law)
    of_articles = [request for article in cited if (request := request_of(article))]
    named = _all_named(body)
    articles = articles_in(whole) if has_law else ()
    requests = [*of_articles, *named, *ticked]
    requests = [*requests, *_objections(cited, requests)] or _all_named(headings)
    return Asked(
        requests=tuple(dict.fromkeys(requests)),
        articles=articles,
        by_article=bool(cited) or any(request_of(article) in requests for article in articles),
    )


def _cited(claims: Sequence[str], *, has_law: bool) -> list[str]:
    found = [article for claim in claims for article in (articles_in(claim) if has_law else ())]
    return [article for article in found if request_of(article) or article in {OBJECTION, TO_MARKETING}]


def _all_named(claims: Sequence[str]) -> list[RequestType]:
    return [request for claim in claims for request in _named(claim)]


def _objections(cited: Sequence[str], requests: Sequence[RequestType]) -> list[RequestType]:
    """An objection that goes with an erasure asks for nothing more; by itself it stops that use of the data."""
    if TO_MARKETING in cited:
        return [RequestType.MARKETING_OPT_OUT]
    is_more = OBJECTION in cited and not {RequestType.ERASURE, RequestType.MARKETING_OPT_OUT} & set(requests)
    return [RequestType.RESTRICTION] if is_more else []


def _claims(text: str) -> Iterator[str]:
    """The sentences in which something is asked; a sentence that ends in a colon asks for each point below it."""
    is_carried = False
    for sentence in _sentences(text):
        is_item = bool(_ITEM.match(sentence))
        if _UNTICKED.match(sentence):
            continue
        asks = bool(first(_ASKS, sentence)) or bool(_TICKED.match(sentence)) or (is_item and is_carried)
        if asks and not first(_MENTIONS, sentence):
            yield sentence
        if not is_item:
            is_carried = asks and sentence.rstrip().endswith(":")


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield text[start : end.start() + 1].strip()
        start = end.end()
    yield text[start:].strip()


def _headings(title: str, text: str) -> list[str]:
    return [title, *(match["words"] for match in _HEADING.finditer(text))]


def _named(claim: str) -> list[RequestType]:
    """Rights by their names; marketing is no right by itself, only what an objection may be to."""
    found = [(claim.find(words), label) for label, patterns in _RIGHTS.items() if (words := first(patterns, claim))]
    is_objection = bool(first(_OBJECTING, claim))
    return [label for _, label in sorted(found) if label is not RequestType.MARKETING_OPT_OUT or is_objection]
