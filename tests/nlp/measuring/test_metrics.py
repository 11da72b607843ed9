"""Figures over judged mails."""

from math import isnan

from nlp.measuring.intervals import RESAMPLES
from nlp.measuring.metrics import figures_of, measure
from tests.nlp.judging import ACCESS, COMPLAINT, ERASURE, judged, mail, nothing, sure, unsure

MIXED = [
    judged(mail(ERASURE), sure(0.9, ERASURE)),
    judged(mail(ERASURE), nothing(0.3)),
    judged(mail(), unsure(0.5, ERASURE)),
    judged(mail(), nothing(0.1)),
]


def test_shares_are_counted_on_their_own_side() -> None:
    figures = figures_of(MIXED)

    assert (figures.mails, figures.requests, figures.ordinary) == (4, 2, 2)
    assert (figures.requests_noticed, figures.requests_sure) == (0.5, 0.5)
    assert (figures.ordinary_flagged, figures.ordinary_wrongly_sure, figures.unsure) == (0.5, 0.0, 0.25)
    assert figures.auc == 0.75


def test_a_label_is_judged_by_what_was_said_and_by_what_was_there() -> None:
    figures = figures_of(MIXED)

    found = figures.labels[ERASURE]
    assert (found.precision, found.recall, found.f1, found.present) == (0.5, 0.5, 0.5, 2)
    assert figures.macro_f1 == 0.5


def test_of_several_suggestions_only_the_first_counts_as_said() -> None:
    figures = figures_of([judged(mail(ERASURE, ACCESS), unsure(0.5, ERASURE, ACCESS))])

    assert figures.labels[ERASURE].recall == 1.0
    assert figures.labels[ACCESS].recall == 0.0


def test_a_label_that_would_be_right_as_well_counts_neither_way() -> None:
    figures = figures_of([judged(mail(ACCESS, also=(ERASURE,)), sure(0.9, ACCESS, ERASURE))])

    assert figures.labels[ACCESS].f1 == 1.0
    assert isnan(figures.labels[ERASURE].precision)
    assert figures.macro_f1 == 1.0


def test_a_mail_that_may_be_read_either_way_is_neither_request_nor_ordinary() -> None:
    figures = figures_of([*MIXED, judged(mail(also=(ERASURE,)), sure(0.9, ERASURE))])

    assert (figures.mails, figures.requests, figures.ordinary) == (5, 2, 2)
    assert figures.ordinary_wrongly_sure == 0.0


def test_macro_f1_looks_at_the_labels_that_occur() -> None:
    figures = figures_of([judged(mail(ERASURE), sure(0.9, ERASURE, COMPLAINT))])

    assert figures.labels[COMPLAINT].f1 == 0.0
    assert figures.macro_f1 == 1.0


def test_the_sure_threshold_is_asked_of_the_probability_alone() -> None:
    mails = [judged(mail(ERASURE), unsure(0.8, ERASURE)), judged(mail(ERASURE), sure(0.6, ERASURE))]

    figures = figures_of(mails, sure_from=0.7)

    assert (figures.requests_sure, figures.requests_above_sure) == (0.5, 0.5)
    assert figures_of(mails, sure_from=0.5).requests_above_sure == 1.0


def test_without_mails_there_are_no_figures() -> None:
    figures = figures_of([])

    assert figures.mails == 0
    assert all(isnan(each) for each in (figures.auc, figures.macro_f1, figures.unsure, figures.calibration_error))


def test_measuring_twice_gives_the_same_intervals() -> None:
    first, second = measure(MIXED * 5), measure(MIXED * 5)

    assert len(first.again) == RESAMPLES
    interval = first.interval(lambda figures: figures.requests_noticed)
    assert interval == second.interval(lambda figures: figures.requests_noticed)
    assert 0.0 < interval.low < first.figures.requests_noticed < interval.high < 1.0
