"""One measuring of everything."""

from nlp.measuring.misreading import Kind
from tests.nlp.judging import ACCESS
from tests.nlp.report.sample import evaluation, mails


def test_languages_are_measured_each_for_itself() -> None:
    measured = evaluation(mails())

    assert {code: each.figures.mails for code, each in measured.languages.items()} == {"de": 1, "en": 3}
    assert measured.languages["en"].figures.requests_above_sure == 0.5


def test_rivals_read_the_same_mails() -> None:
    measured = evaluation(mails())

    assert measured.rivals["keywords"].figures.requests_noticed == 0.0
    assert measured.measured.figures.requests_noticed == 0.5


def test_bins_confusion_and_mistakes_are_of_the_same_mails() -> None:
    measured = evaluation(mails())

    assert sum(each.mails for each in measured.bins) == 4
    assert measured.confusion.total(None) == 2
    assert [mistake.true for mistake in measured.worst[Kind.MISSED]] == [(ACCESS,)]
    assert measured.model_version == "1+abc"


def test_no_mails_can_be_evaluated_too() -> None:
    assert evaluation([]).model_version == ""
