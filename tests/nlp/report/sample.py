"""A small evaluation with known figures."""

from dataclasses import replace

from nlp.measuring.evaluation import Evaluation, Rival, evaluate
from nlp.measuring.learning_curve import LearningCurve, Step
from nlp.measuring.metrics import Judged
from nlp.measuring.speed import Speed
from tests.nlp.judging import ACCESS, ERASURE, judged, mail, nothing, sure, unsure

CURVE = LearningCurve(
    corpus="c0ffee",
    held_back=7,
    steps=tuple(
        Step(briefs=size, mails=size * 10, order=0, auc=auc, flagged_at_95=0.5)
        for size, auc in ((4, 0.725), (8, 0.875))
    ),
)


def mails() -> list[Judged]:
    """Two requests, one of them missed, and two ordinary mails, one of them in German."""
    read = [
        judged(mail(ERASURE, body="Please erase me"), sure(0.9, ERASURE)),
        judged(mail(ACCESS, body="What do you hold on me?"), nothing(0.3)),
        judged(mail(body="Where is it?"), unsure(0.5, ERASURE)),
        judged(mail(language="de", body="Wo ist es?"), nothing(0.1)),
    ]
    return [replace(one, said=replace(one.said, model_version="1+abc")) for one in read]


def evaluation(judged_mails: list[Judged], *, title: str = "Held-back briefs", rival: str = "keywords") -> Evaluation:
    """The classifier beside a rival that notices nothing."""
    silent = [replace(one, said=nothing(0.0)) for one in judged_mails]
    return evaluate(
        title,
        judged_mails,
        sure_from=0.85,
        speed=Speed(median=2.5, short=1.25, slowest=120.4, letter=61.0),
        rivals=[Rival(name=rival, judged=silent)],
    )
