"""Encryption at rest: one data key per message or case, wrapped by the master key (AES-256-GCM)."""

import os
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, bindparam, insert, select, update

from bot.errors import KeyDestroyed, SettingsError
from bot.store.tables import data_keys

_NONCE_BYTES: Final = 12
# Asked for everything that is read or kept: writing a statement down costs more than running it.
_KEY_OF: Final = select(data_keys.c.wrapped).where(data_keys.c.owner == bindparam("owner"))
_NEW_KEY: Final = insert(data_keys)


@dataclass(frozen=True, slots=True)
class Vault:
    """Seals bytes so that destroying the owner's key is destroying the bytes.

    `wrapping_key` is 32 bytes derived from the master key. The owner's id is authenticated with every
    ciphertext, so a sealed value moved to another row does not open.
    """

    wrapping_key: bytes = field(repr=False)

    def seal(self, connection: Connection, owner: str, content: bytes) -> bytes:
        """Encrypt under the owner's key, made on first use; raises KeyDestroyed."""
        key = self._find_key(connection, owner) or self._make_key(connection, owner)
        return _encrypt(key, content, owner)

    def open(self, connection: Connection, owner: str, sealed: bytes) -> bytes:
        """Decrypt; raises KeyDestroyed once the owner's key is gone."""
        key = self._find_key(connection, owner)
        if key is None:
            raise KeyDestroyed(f"no key for {owner}")
        return _decrypt(key, sealed, owner)

    def destroy(self, connection: Connection, owner: str, at: datetime) -> None:
        """End the owner's payload for ever."""
        connection.execute(update(data_keys).where(data_keys.c.owner == owner).values(wrapped=None, destroyed_at=at))

    def renew(self, connection: Connection, owner: str) -> None:
        """End what was sealed so far for ever; what is sealed from now on opens."""
        fresh = _encrypt(self.wrapping_key, AESGCM.generate_key(bit_length=256), owner)
        connection.execute(update(data_keys).where(data_keys.c.owner == owner).values(wrapped=fresh))

    def check(self, connection: Connection) -> None:
        """Raise SettingsError unless the master key is the one this database was written with."""
        wrapped = select(data_keys.c.owner, data_keys.c.wrapped).where(data_keys.c.wrapped.is_not(None)).limit(1)
        row = connection.execute(wrapped).first()
        if row is not None:
            _decrypt(self.wrapping_key, row.wrapped, row.owner)

    def _find_key(self, connection: Connection, owner: str) -> bytes | None:
        row = connection.execute(_KEY_OF, {"owner": owner}).first()
        if row is None:
            return None
        if row.wrapped is None:
            raise KeyDestroyed(f"the key of {owner} was destroyed")
        return _decrypt(self.wrapping_key, row.wrapped, owner)

    def _make_key(self, connection: Connection, owner: str) -> bytes:
        key = AESGCM.generate_key(bit_length=256)
        connection.execute(_NEW_KEY, {"owner": owner, "wrapped": _encrypt(self.wrapping_key, key, owner)})
        return key


def _encrypt(key: bytes, content: bytes, owner: str) -> bytes:
    # Nonces are the one kind of randomness that is not an argument: a repeated nonce breaks GCM.
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, owner.encode())


def _decrypt(key: bytes, sealed: bytes, owner: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], owner.encode())
    except InvalidTag as error:
        raise SettingsError(
            "PRIVACY_DESK_MASTER_KEY does not open the data in this database: set the key it was written with"
        ) from error
