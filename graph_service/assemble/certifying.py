"""Certificates from changes: which changes call for one, who had been told, and the key that signs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from graph_service.alerts import Signed, Signer, of_changes
from graph_service.assemble.keys import new_key, read_key
from graph_service.assemble.settings import Settings
from graph_service.consequences.model import Change, Consequence
from graph_service.facts import FactIndex
from graph_service.facts.types import Receipt
from graph_service.store.access_log import AccessLog
from graph_service.store.certificates import Written

Told = dict[str, str]


def open_signer(settings: Settings) -> Signer:
    """The signer of this store, whose key is made at first; raises Unavailable where it cannot be read. A key that was
    lost is followed by a new one: what the old one signed is checked with its public half, which the graph keeps."""
    path = settings.keys / "signing.key"
    return Signer.of(read_key(path) or new_key(path))


@dataclass(frozen=True, slots=True)
class Certifier:
    """Signs for the changes of a write; `rulebook` gives the digest under which they were derived."""

    signer: Signer
    log: AccessLog
    day_of: Callable[[datetime], date]
    rulebook: Callable[[], str]

    def __call__(self, changes: Sequence[Change], written: Written) -> Sequence[Signed]:
        """The signed certificates of the changes, in their order."""
        made = of_changes(
            changes,
            day=self.day_of(written.at),
            entry=written.entry,
            at=written.at,
            rulebook=self.rulebook(),
            told=lambda one: (*self._received(one, written.index), *self._read(one)),
            concerning=written.concerning,
        )
        return [self.signer.sign(one) for one in made]

    @staticmethod
    def _received(one: Consequence, index: FactIndex) -> Iterable[Told]:
        """The implementers that gave a receipt for the measure."""
        for stated in index.by("receipt", "case", one.case):
            fact = stated.fact
            if isinstance(fact, Receipt) and fact.measure == one.measure and fact.record in one.binds:
                yield {"who": fact.implementer, "how": f"receipt: {fact.outcome}", "at": str(fact.date)}

    def _read(self, one: Consequence) -> Iterable[Told]:
        """Those whose reads of a record that it binds stand in the access log, each once, with the last of them."""
        for who, (act, at) in self.log.readers_of(one.binds).items():
            yield {"who": who, "how": f"read: {act}", "at": at}
