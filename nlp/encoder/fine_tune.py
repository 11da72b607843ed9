"""Fine-tuning on the CPU: the same mails, seed and machine give the same weights (needs PyTorch; training only)."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from nlp.encoder.lesson import Lesson, Sample, round_of
from nlp.encoder.network import HEADS, RequestNetwork, pretrained
from nlp.encoder.tokens import Integers
from nlp.encoder.word_pieces import WordPieces
from nlp.linear import Matrix

_BATCH: Final = 16
_SORTED_OVER: Final = 40
"""Batches are drawn from this many neighbours sorted by length, so that little padding is computed."""
_READ_BATCH: Final = 32
_DECAY: Final = 0.01
_WARM_UP: Final = 0.06
_LAST_RATE: Final = 0.02
_TOKEN_SHARE: Final = 0.15
_GRADIENT_AT_MOST: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """How long and how hard to train."""

    epochs: int = 4
    rate: float = 2e-4
    seed: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    ids: Tensor
    mask: Tensor
    target: Tensor
    by_token: Tensor


def steps_in(mails: int, training: Training) -> int:
    """How many steps `fine_tune` takes for so many mails."""
    return training.epochs * -(-mails // _BATCH)


def fine_tune(lesson: Lesson, pieces: WordPieces, training: Training, tick: Callable[[], None]) -> RequestNetwork:
    """Train all layers on the lesson; `tick` is called after every step."""
    torch.set_num_threads(1)
    torch.manual_seed(training.seed)
    torch.use_deterministic_algorithms(mode=True)
    chance = random.Random(training.seed)  # noqa: S311 - shuffles training mails, guards nothing
    network = pretrained()
    optimiser = _optimiser(network)
    total, step = steps_in(len(lesson.passages), training), 0
    for _ in range(training.epochs):
        network.train()
        for batch in _shuffled(round_of(lesson, pieces, chance), chance):
            _set_rate(optimiser, training.rate * _pace(step / total))
            _learn(network, optimiser, batch)
            step += 1
            tick()
    network.eval()
    return network


def read(network: RequestNetwork, mails: Sequence[Integers]) -> Matrix:
    """The scores of mails given as word pieces: mails × heads, logits."""
    network.eval()
    found = np.zeros((len(mails), HEADS), np.float32)
    by_length = sorted(range(len(mails)), key=lambda index: (len(mails[index]), index))
    with torch.no_grad():
        for start in range(0, len(by_length), _READ_BATCH):
            chosen = by_length[start : start + _READ_BATCH]
            ids, mask = _padded([mails[index] for index in chosen])
            scores, _ = network(ids, mask)
            found[chosen] = scores.numpy()
    return found


def _optimiser(network: RequestNetwork) -> torch.optim.AdamW:
    matrices = [weight for weight in network.parameters() if weight.ndim > 1]
    vectors = [weight for weight in network.parameters() if weight.ndim <= 1]
    groups = [{"params": matrices, "weight_decay": _DECAY}, {"params": vectors, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, fused=True)


def _pace(done: float) -> float:
    """Up at first, then down in a straight line."""
    return min(1.0, (done + 1e-3) / _WARM_UP) * max(_LAST_RATE, 1 - done)


def _set_rate(optimiser: torch.optim.AdamW, rate: float) -> None:
    for group in optimiser.param_groups:
        group["lr"] = rate


def _learn(network: RequestNetwork, optimiser: torch.optim.AdamW, batch: _Batch) -> None:
    """One step: the mail's labels count most, the words that show them help to look in the right place."""
    scores, by_token = network(batch.ids, batch.mask)
    loss = functional.binary_cross_entropy_with_logits(scores, batch.target)
    shown = functional.binary_cross_entropy_with_logits(by_token, batch.by_token, reduction="none")
    present = batch.mask[..., None].to(torch.float32)
    loss = loss + _TOKEN_SHARE * (shown * present).sum() / present.sum()
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), _GRADIENT_AT_MOST)
    optimiser.step()


def _shuffled(samples: Sequence[Sample], chance: random.Random) -> Iterator[_Batch]:
    order = list(range(len(samples)))
    chance.shuffle(order)
    neighbours = _BATCH * _SORTED_OVER
    batches: list[list[int]] = []
    for start in range(0, len(order), neighbours):
        near = sorted(order[start : start + neighbours], key=lambda index: len(samples[index].ids))
        batches += [near[place : place + _BATCH] for place in range(0, len(near), _BATCH)]
    chance.shuffle(batches)
    return (_batch([samples[index] for index in chosen]) for chosen in batches)


def _batch(samples: Sequence[Sample]) -> _Batch:
    ids, mask = _padded([sample.ids for sample in samples])
    by_token = torch.zeros(len(samples), ids.shape[1], HEADS)
    for row, sample in enumerate(samples):
        by_token[row, : len(sample.ids)] = torch.from_numpy(sample.by_token)
    target = torch.from_numpy(np.array([sample.target for sample in samples]))
    return _Batch(ids=ids, mask=mask, target=target, by_token=by_token)


def _padded(mails: Sequence[Integers]) -> tuple[Tensor, Tensor]:
    longest = max(len(ids) for ids in mails)
    padded, mask = np.zeros((2, len(mails), longest), np.int64)
    for row, ids in enumerate(mails):
        padded[row, : len(ids)] = ids
        mask[row, : len(ids)] = 1
    return torch.from_numpy(padded), torch.from_numpy(mask)
