"""The committed model, loaded once."""

import pytest

from nlp.classifier import SpacyClassifier, load_classifier


@pytest.fixture(scope="session")
def classifier() -> SpacyClassifier:
    """The desk's own."""
    return load_classifier()
