"""Which model is in use: one small file beside the models, changed all at once or not at all."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from bot.errors import SettingsError, UserError
from nlp.classifier import SpacyClassifier, load_classifier

BUILT_IN: Final = "built-in"
"""The model that comes with the program."""

_FILE: Final = "current.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """A model that was put into use."""

    name: str
    promoted_at: datetime


@dataclass(frozen=True, slots=True)
class CurrentModel:
    """The promotions that stand, oldest first: the last one is in use, none means the built-in model."""

    folder: Path

    @property
    def name(self) -> str:
        """The model in use."""
        promotions = self.promotions()
        return promotions[-1].name if promotions else BUILT_IN

    def promotions(self) -> tuple[Promotion, ...]:
        """All that stand; raises UserError for a file that is damaged."""
        path = self.folder / _FILE
        try:
            return tuple(_PROMOTIONS.validate_json(path.read_bytes()))
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            raise UserError(f"{path} cannot be read: {error.strerror}") from error
        except ValidationError as error:
            raise UserError(f"{path} is damaged: delete it to use the built-in model, then promote again") from error

    def promote(self, name: str, at: datetime) -> None:
        """Put it into use, from the next start on."""
        self._write([*self.promotions(), Promotion(name=name, promoted_at=at)])

    def previous(self) -> tuple[Promotion, ...]:
        """The promotions that would stand after going back; raises UserError when there is nothing to go back to."""
        promotions = self.promotions()
        if not promotions:
            raise UserError("There is nothing to roll back: the built-in model is in use, and no other was before it.")
        before = list(promotions[:-1])
        while before and not self._is_here(before[-1].name):
            before.pop()
        return tuple(before)

    def roll_back(self) -> str:
        """Put the model into use that was in use before, as far as it is still there; its name."""
        self._write(self.previous())
        return self.name

    def load(self) -> SpacyClassifier:
        """The classifier in use, warmed up; raises SettingsError saying how to get back to one that works."""
        try:
            name = self.name
        except UserError as error:
            raise SettingsError(f"PRIVACY_DESK_MODELS: {error}") from error
        if name == BUILT_IN:
            return load_classifier()
        try:
            classifier = SpacyClassifier.load(self.folder / name)
        except Exception as error:
            # Whatever a damaged or foreign model breaks: the remedy is the same.
            raise SettingsError(
                f"the model {name} in {self.folder} (PRIVACY_DESK_MODELS) is in use and cannot be loaded: "
                "run `privacy-desk model rollback`"
            ) from error
        classifier.classify(subject="", body="The first message should not wait for tables to be read.")
        return classifier

    def check(self) -> str:
        """Load it, and say which it is; raises SettingsError."""
        version = self.load().version
        return self.name if self.name == version else f"{self.name}, {version}"

    def _is_here(self, name: str) -> bool:
        return name == BUILT_IN or (self.folder / name).is_dir()

    def _write(self, promotions: Sequence[Promotion]) -> None:
        path = self.folder / _FILE
        write_whole(path, _PROMOTIONS.dump_json(list(promotions), indent=1))


def write_whole(path: Path, content: bytes) -> None:
    """The file as it was, or as it shall be, even if the power fails in between; raises SettingsError."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be written ({error.strerror}): make that folder writable, or set PRIVACY_DESK_MODELS"
        ) from error


_PROMOTIONS: Final = TypeAdapter(list[Promotion])
