"""Signing and checking certificates and receipts: Ed25519 (RFC 8032) over canonical JSON (RFC 8785).

A signed certificate is a JSON document `{"certificate": {...}, "signature": {"algorithm": "Ed25519", "key": ...,
"value": ...}}` that a stranger can check with the public key alone; a signed receipt has `receipt` in its place.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from graph_service.alerts.certificate import Certificate
from graph_service.alerts.document import Document, id_of
from graph_service.alerts.receipt import Receipt
from graph_service.errors import BadInput

ALGORITHM = "Ed25519"
Signed = Mapping[str, Any]
"""A signed certificate or receipt as plain JSON values."""
NAMES: Final = (Certificate.NAME, Receipt.NAME)
"""What a signed document may be."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with a private key of 32 bytes; the key is in no repr."""

    _key: Ed25519PrivateKey

    @classmethod
    def of(cls, seed: bytes) -> Signer:
        """The signer of a private key; raises BadInput where it has not 32 bytes."""
        if len(seed) != 32:
            raise BadInput("a signing key has 32 bytes")
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def public(self) -> str:
        """The public key, base64."""
        return base64.b64encode(self._key.public_key().public_bytes_raw()).decode()

    @property
    def key(self) -> str:
        """The id of the key: a digest of the public key."""
        return key_id(self.public)

    def sign(self, one: Document) -> Signed:
        """The signed document."""
        value = self._key.sign(one.canonical)
        signature = {"algorithm": ALGORITHM, "key": self.key, "value": base64.b64encode(value).decode()}
        return {one.NAME: dict(one.body), "signature": signature}

    def __repr__(self) -> str:
        return f"Signer({self.key})"


def key_id(public: str) -> str:
    """The id of a public key (base64)."""
    return f"ed25519:{hashlib.sha256(public.encode()).hexdigest()[:16]}"


def public_key_of(text: str) -> Ed25519PublicKey:
    """The public key that a text holds (base64); raises BadInput."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.strip(), validate=True))
    except (ValueError, binascii.Error) as error:
        raise BadInput("this is no public key: 32 bytes in base64 are") from error


def name_of(document: Any) -> str | None:
    """What a signed document is by its shape, `certificate` or `receipt`; None: it is neither."""
    if not isinstance(document, Mapping):
        return None
    return next((name for name in NAMES if set(document) == {name, "signature"}), None)


def check_signed(document: Any, public: str) -> tuple[str, ...]:
    """Which checks a signed certificate or receipt fails under a public key, in sentences; empty: it is whole and of
    that key. Raises BadInput where the key is none."""
    key = public_key_of(public)
    name = name_of(document)
    if name is None:
        return (
            "it is no signed certificate or receipt: either with its `signature`, and nothing else, is expected",
        )
    body, signature = document[name], document["signature"]
    if not isinstance(body, Mapping) or not isinstance(signature, Mapping):
        return (f"{name} and signature are objects",)
    wrong = []
    if set(signature) != {"algorithm", "key", "value"} or signature["algorithm"] != ALGORITHM:
        wrong.append(f"the signature is not one of {ALGORITHM}")
    elif signature["key"] != key_id(public.strip()):
        wrong.append(f"it was signed by the key {signature['key']}, not by {key_id(public.strip())}")
    try:
        if body.get("id") != id_of(name, {k: v for k, v in body.items() if k != "id"}):
            wrong.append("its id is not the digest of what it says")
        said, canonical = str(signature.get("value")), rfc8785.dumps(dict(body))
        value = base64.b64decode(said, validate=True)
        if base64.b64encode(value).decode() != said:
            wrong.append("the signature is not written as it was given: its last sign was changed")
        if _written(json.loads(canonical)) != _written(body):
            wrong.append("it holds a number that is not written as it was signed")
        key.verify(value, canonical)
    except rfc8785.CanonicalizationError:
        wrong.append("it holds a value that has no canonical form")
    except (InvalidSignature, binascii.Error, ValueError):
        wrong.append("the signature is not of these words and this key")
    return tuple(wrong)


def _written(body: Mapping[str, Any]) -> str:
    """The words of a body in one order: 17 and 17.0, which have one canonical form, differ."""
    return json.dumps(dict(body), sort_keys=True)
