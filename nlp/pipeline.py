"""The spaCy pipeline: tokens, sentences, the first stage, the second."""

from typing import cast

import spacy
from spacy.language import Language

from nlp.encoder.component import RequestEncoder
from nlp.scorer import RequestScorer


def new_reader() -> Language:
    """Tokens and sentences, from rules alone: needs no download."""
    pipeline = spacy.blank("xx")
    pipeline.add_pipe("mail_sentences")
    return pipeline


def new_pipeline(scorer: RequestScorer, encoder: RequestEncoder) -> Language:
    """The reader, followed by both trained stages."""
    pipeline = new_reader()
    for name, trained in (("request_scorer", scorer), ("request_encoder", encoder)):
        pipeline.add_pipe(name, config={})
        vars(pipeline.get_pipe(name)).update(vars(trained))
    return pipeline


def scorer_in(pipeline: Language) -> RequestScorer:
    """The first stage of a pipeline."""
    return cast("RequestScorer", pipeline.get_pipe("request_scorer"))


def encoder_in(pipeline: Language) -> RequestEncoder:
    """The second stage of a pipeline."""
    return cast("RequestEncoder", pipeline.get_pipe("request_encoder"))
