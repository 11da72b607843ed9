"""Our signature (Ed25519, RFC 8032): anybody can check it with the public key, nobody can make it without the other."""

import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_PUBLIC: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SIGNATURE: Final = re.compile(r"[0-9a-f]{128}", re.ASCII)
_ID_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The private key; `seed` is 32 bytes that nobody else knows."""

    seed: bytes = field(repr=False)

    @property
    def public(self) -> "PublicKey":
        """What others check with."""
        return PublicKey(self._private().public_key().public_bytes_raw().hex())

    def sign(self, content: bytes) -> str:
        """128 hexadecimal digits; the same content always gets the same."""
        return self._private().sign(content).hex()

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """64 lower-case hexadecimal digits; raises ValueError for anything else."""

    digits: str

    def __post_init__(self) -> None:
        """Refuse what is no key."""
        if not _PUBLIC.fullmatch(self.digits):
            raise ValueError("a public key has 64 hexadecimal digits")

    @property
    def key_id(self) -> str:
        """Short enough to tell two keys apart by eye."""
        return sha256(bytes.fromhex(self.digits)).hexdigest()[:_ID_LENGTH]

    def has_signed(self, content: bytes, signature: str) -> bool:
        """Whether this key's owner signed exactly that; a signature in another spelling counts as none."""
        if not _SIGNATURE.fullmatch(signature):
            return False
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.digits)).verify(bytes.fromhex(signature), content)
        except InvalidSignature:
            return False
        return True
