"""Digests made at the door: an identity document's number becomes a token, a name becomes a key.

One HMAC-SHA256 key per store, kept outside the graph. The number goes in, only the token stays: it joins equal
documents and tells nothing without the key. `adult_on` is computed here too, before a birth date is set aside.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta

from graph_service.errors import BadValue
from graph_service.facts.days import Day

LEAST_KEY = 16
"""Bytes a store key has at least."""

ADULT_AT = 18
"""Years at which a person is an adult (民法典 Art 17)."""


@dataclass(frozen=True, slots=True)
class Digester:
    """Makes tokens with one store key (at least 16 bytes; never shown)."""

    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key) < LEAST_KEY:
            raise BadValue(f"a store key has at least {LEAST_KEY} bytes")

    def document(self, kind: str, number: str, issuer: str = "CN") -> str:
        """The token `kind:<32 hex digits>` of an identity document. `number` is normalised and, where it was an
        old personal number of 15 digits, raised to 18 already (`numbers.identity_document` gives it so)."""
        return f"{kind}:{self._hex('document', kind, issuer, number)}"

    def name(self, name: str) -> str:
        """The key `name:<32 hex digits>` of a person's name: equal for spellings that differ in width, case or
        spacing only. It finds namesakes; it never proves who someone is."""
        return f"name:{self._hex('name', normal_name(name))}"

    def _hex(self, *parts: str) -> str:
        text = "\x1f".join(parts)
        return hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()[:32]


def normal_name(name: str) -> str:
    """A name without differences of width (NFKC), case and spacing; the middle dot of a transcribed name is `·`."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    for dot in "•‧∙⋅・.":
        folded = folded.replace(dot, "·")
    words = folded.split()
    # Chinese names are written with stray spaces to fill a column; names in letters need theirs.
    return (" " if folded.isascii() else "").join(words)


def adult_on(birth: Day | None) -> Day | None:
    """The first day of the calendar on which a person born on `birth` is 18: the day after the birthday's eve,
    i.e. the 18th birthday itself (1 March for one born on 29 February). Precision is kept; None for None."""
    if birth is None:
        return None
    year = int(birth[:4]) + ADULT_AT
    if birth.exact is None:
        return Day(f"{year:04d}{birth[4:]}")
    try:
        return Day.of(birth.exact.replace(year=year))
    except ValueError:
        return Day.of(date(year, 2, 28) + timedelta(days=1))
