"""The committed models, loaded once."""

import pytest

from nlp.classifier import MODEL, REHEARSAL, SpacyClassifier, load_classifier


@pytest.fixture(scope="session")
def classifier() -> SpacyClassifier:
    """The desk's own."""
    return load_classifier()


@pytest.fixture(scope="session")
def rehearsal() -> SpacyClassifier:
    """Trained without the held-back briefs."""
    return SpacyClassifier.load(MODEL / REHEARSAL)
