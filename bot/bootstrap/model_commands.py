"""The commands around the classifier's models: read what people taught, train, compare, switch, write it down."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.bootstrap.machine import SystemClock
from bot.domain.audit import NewEvent
from bot.domain.example import ReviewedExample
from bot.domain.keyring import Keyring
from bot.errors import UserError
from bot.settings import Settings, read_models_folder, read_settings
from bot.store.database import Database
from bot.store.migrate import check_schema
from bot.store.unit_of_work import SqlUnitOfWork
from bot.store.vault import Vault
from handlers.commands.model import describe, describe_comparison
from handlers.commands.terminal import say
from nlp.models.candidate import HeldBackBench, add_candidate, train_candidate
from nlp.models.current_model import BUILT_IN
from nlp.models.registry import ModelRegistry
from nlp.reviewed import as_line, training_mail

_OPERATOR = "operator"
_NOTHING_TAUGHT = (
    "Nobody has taught anything yet: decide on messages in Slack or on the reviews page, or correct a reading on a "
    "case page; then train."
)


def list_models() -> None:
    """Show every model; measures what was never measured."""
    for line in describe(_registry(read_models_folder()).list_models()):
        say(line)


def train() -> None:
    """Train a model from the corpus and everything people taught; it is not in use yet."""
    settings = read_settings()
    reviewed = [training_mail(example) for example in _examples(settings)]
    registry = _registry(settings.models)
    with registry.alone():
        card = train_candidate(registry, reviewed, at=SystemClock().now())
        say(f"Trained {card.version} from the corpus and {len(reviewed)} reviewed messages.")
        _say_whether_better(registry, card.version)


def add(source: Path) -> None:
    """Take in a model that was trained elsewhere; it is not in use yet."""
    registry = _registry(read_models_folder())
    with registry.alone():
        card = add_candidate(registry, source, at=SystemClock().now())
        say(f"Added {card.version}, which learnt from {card.reviewed} reviewed messages.")
        _say_whether_better(registry, card.version)


def promote(name: str) -> bool:
    """Put a model into use; False when it is worse than the one in use, and then nothing changes."""
    settings = read_settings()
    registry = _registry(settings.models)
    with registry.alone():
        complaints = registry.compare(name)
        if complaints:
            for line in describe_comparison(name, complaints):
                say(line)
            return False
        before, at = registry.current.name, SystemClock().now()
        _record(
            settings, NewEvent(at=at, actor=_OPERATOR, action="model_promoted", details={"from": before, "to": name})
        )
        registry.current.promote(name, at)
    say(f"{name} is in use from the next start of the service on. The way back: privacy-desk model rollback")
    return True


def roll_back() -> None:
    """Put the model into use that was in use before; needs no model to work, not even the one in use."""
    settings = read_settings()
    registry = _registry(settings.models)
    with registry.alone():
        before, standing = registry.current.name, registry.current.previous()
        after, at = standing[-1].name if standing else BUILT_IN, SystemClock().now()
        facts = {"from": before, "to": after}
        _record(settings, NewEvent(at=at, actor=_OPERATOR, action="model_rolled_back", details=facts))
        registry.current.roll_back()
    say(f"{after} is in use from the next start of the service on.")


def export_reviewed(path: Path) -> None:
    """Write what people taught to a new file that only its owner can read."""
    examples = list(_examples(read_settings()))
    lines = "".join(f"{as_line(example)}\n" for example in examples)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(lines)
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}") from error
    say(f"Wrote {len(examples)} reviewed messages to {path}.")
    say(
        "They are masked, but they are still customers' words, and nobody erases them there: delete the file after use."
    )


def _say_whether_better(registry: ModelRegistry, version: str) -> None:
    complaints = registry.compare(version)
    for line in describe_comparison(version, complaints):
        say(line)
    if not complaints:
        say(f"To put it into use: privacy-desk model promote {version}")


def _registry(folder: Path) -> ModelRegistry:
    return ModelRegistry(folder=folder, bench=HeldBackBench(SystemClock().now()))


def _examples(settings: Settings) -> tuple[ReviewedExample, ...]:
    with _unit(settings) as unit:
        examples = tuple(unit.examples.iter_readable())
    if not examples:
        raise UserError(_NOTHING_TAUGHT)
    return examples


def _record(settings: Settings, event: NewEvent) -> None:
    """Before the switch: a switch nobody wrote down would be worse than a line about one that a crash prevented."""
    with _unit(settings) as unit:
        unit.audit.append(event)
        unit.commit()


@contextmanager
def _unit(settings: Settings) -> Iterator[SqlUnitOfWork]:
    database = Database(settings.database_url)
    vault = Vault(Keyring(settings.master_key).derive("data-keys"))
    try:
        check_schema(database)
        with SqlUnitOfWork(database, vault, SystemClock(), lambda: None) as unit:
            yield unit
    finally:
        database.close()
