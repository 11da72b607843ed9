"""The models at hand: the built-in one and those trained here, each with its card; which may take the other's place."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Final, Protocol

from pydantic import TypeAdapter, ValidationError

from bot.domain.model_card import HeldBackFigures, ListedModel, ModelCard, complaints
from bot.errors import NotFound, SettingsError, UserError
from nlp.models.current_model import BUILT_IN, CurrentModel, write_whole

_CARD: Final = "card.json"
_MAKING: Final = ".making-"
_CARDS: Final = TypeAdapter(ModelCard)


class UnusableModel(UserError):
    """A model's files are damaged, or were made by another version of the program."""


class Bench(Protocol):
    """Measures models; `ruler` changes whenever the same model could measure otherwise."""

    @property
    def ruler(self) -> str:
        """Names the held-back mails and the code that reads them."""
        ...

    @property
    def built_in_version(self) -> str:
        """The version of the model that comes with the program."""
        ...

    def measure_built_in(self) -> ModelCard:
        """That model's card."""
        ...

    def measure(self, folder: Path) -> HeldBackFigures:
        """The figures of a model trained here; raises UnusableModel."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRegistry:
    """One sub-folder a model, named by its version. Figures are measured again when the ruler has changed."""

    folder: Path
    bench: Bench

    @property
    def current(self) -> CurrentModel:
        """Which is in use."""
        return CurrentModel(self.folder)

    def list_models(self) -> tuple[ListedModel, ...]:
        """The built-in model first, then the others as they were trained; one that cannot be loaded has no figures."""
        in_use, promoted = self.current.name, {each.name: each.promoted_at for each in self.current.promotions()}
        names = [path.name for path in self.folder.glob("*") if self.has(path.name)]
        trained = sorted((self._trained(name) for name in names), key=lambda card: (card.created_at, card.version))
        return tuple(
            ListedModel(name=name, card=card, is_in_use=name == in_use, promoted_at=promoted.get(name))
            for name, card in ((BUILT_IN, self._built_in()), *((card.version, card) for card in trained))
        )

    def compare(self, name: str) -> tuple[str, ...]:
        """What is worse about a model than about the one in use; raises NotFound, or UserError for the one in use.

        It is held against the built-in model too, or many small losses would add up over many promotions.
        """
        if name != BUILT_IN and not self.has(name):
            raise NotFound(f"There is no model {name[:80]}: `privacy-desk model list` names those there are.")
        in_use = self.current.name
        if name == in_use:
            raise UserError(f"The model {name} is in use already.")
        found = complaints(self._figures(name), self._figures(in_use))
        if BUILT_IN in {name, in_use}:
            return found
        beside = complaints(self._figures(name), self._figures(BUILT_IN))
        return (*found, *(f"beside the built-in model: {complaint}" for complaint in beside))

    def has(self, name: str) -> bool:
        """Whether a model of that name was trained here."""
        is_name = name == Path(name).name and not name.startswith(".")
        return is_name and (self.folder / name / _CARD).is_file()

    @contextmanager
    def making(self, name: str) -> Iterator[Path]:
        """A folder to write a model into; it appears among the others, whole, once the block ends well."""
        for left in self.folder.glob(f"{_MAKING}*"):
            shutil.rmtree(left)
        made = self.folder / f"{_MAKING}{name}"
        made.mkdir(parents=True)
        try:
            yield made
            _settle(made)
            made.rename(self.folder / name)
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def write_card(self, folder: Path, card: ModelCard) -> None:
        """Into a folder that `making` gave."""
        _write(folder / _CARD, card)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else trains, promotes or rolls back meanwhile; raises UserError when somebody does."""
        with _open_lock(self.folder) as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise UserError(f"Another model command is at work in {self.folder}: let it finish first.") from error
            yield

    def _figures(self, name: str) -> HeldBackFigures:
        card = self._built_in() if name == BUILT_IN else self._trained(name)
        if card.figures is None:
            raise UnusableModel(f"The model {name} cannot be loaded by this version of the program: train it again.")
        return card.figures

    def _built_in(self) -> ModelCard:
        path = self.folder / "built-in.json"
        known = _read(path)
        if known and known.ruler == self.bench.ruler and known.version == self.bench.built_in_version:
            return known
        card = self.bench.measure_built_in()
        _write(path, card)
        return card

    def _trained(self, name: str) -> ModelCard:
        path = self.folder / name / _CARD
        known = _read(path)
        if known is None:
            raise NotFound(f"The model {name} has just been deleted.")
        if known.ruler == self.bench.ruler:
            return known
        try:
            card = replace(known, ruler=self.bench.ruler, figures=self.bench.measure(path.parent))
        except UnusableModel:
            return replace(known, figures=None)
        _write(path, card)
        return card


def _open_lock(folder: Path) -> IO[bytes]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / ".lock").open("ab")
    except OSError as error:
        raise SettingsError(
            f"PRIVACY_DESK_MODELS names {folder}, which cannot be written ({error.strerror}): make that folder writable"
        ) from error


def _read(path: Path) -> ModelCard | None:
    try:
        return _CARDS.validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise UserError(f"{path} is damaged: delete it, and train that model again.") from error


def _write(path: Path, card: ModelCard) -> None:
    write_whole(path, _CARDS.dump_json(card, indent=1))


def _settle(folder: Path) -> None:
    """Everything on the disk before its name is."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
