"""Articles as letters cite them in six languages, and what each lets a person ask."""

import pytest

from bot.domain.request import RequestType
from nlp.letters.cited_articles import articles_in, request_of


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("Art. 17 Abs. 1 lit. b DSGVO", ("GDPR 17",)),
        ("Articles 15 and 20 GDPR", ("GDPR 15", "GDPR 20")),
        ("artikel 17, lid 1, en artikel 21", ("GDPR 17", "GDPR 21")),
        ("article 17(1)(b) and Article 19", ("GDPR 17", "GDPR 19")),
        ("artículo 21.2 del RGPD", ("GDPR 21(2)",)),
        ("Art. 21 Abs. 2 und 3", ("GDPR 21(2)",)),
        ("art. 21, comma 2", ("GDPR 21(2)",)),
        ("l'article 21, alinéa 2", ("GDPR 21(2)",)),
        ("Article 15, and again Article 15", ("GDPR 15",)),
        ("Cal. Civ. Code §§ 1798.105, 1798.120", ("CCPA 1798.105", "CCPA 1798.120")),
        ("1798.100, .105 and .110", ("CCPA 1798.100", "CCPA 1798.105", "CCPA 1798.110")),
        ("artt. 15-22 GDPR", ()),
        ("articles 15 à 22 du RGPD", ()),
        ("art. 155, article 17/3, Art. 16.50 EUR", ()),
        ("article no. B-17", ()),
    ],
)
def test_a_citation_is_read_in_every_spelling(text: str, articles: tuple[str, ...]) -> None:
    assert articles_in(text) == articles


@pytest.mark.parametrize(
    ("article", "request_type"),
    [
        ("GDPR 15", RequestType.ACCESS),
        ("GDPR 17", RequestType.ERASURE),
        ("CCPA 1798.120", RequestType.ADVERTISING_OPT_OUT),
        ("CCPA 1798.130", None),
        ("GDPR 12", None),
        ("GDPR 21", None),
        ("GDPR 21(2)", None),
    ],
)
def test_an_article_gives_its_right_or_none_by_itself(article: str, request_type: RequestType | None) -> None:
    assert request_of(article) is request_type
