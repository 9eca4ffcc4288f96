"""Every read of a person is on disk before it is answered: by whom, by which door, why, of whom, at which clocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from graph_service.assemble.access import Caller, Clocks
from graph_service.errors import BadInput
from graph_service.store.access_log import AccessLog, LogHead
from graph_service.store.ledger import EntryInfo


@dataclass(frozen=True, slots=True)
class ReadingLog:
    """Writes reads of persons into the access log, in ids; `now` gives the instant."""

    log: AccessLog
    now: Callable[[], datetime]

    def read(self, caller: Caller, act: str, subjects: Iterable[str], clocks: Clocks) -> None:
        """One read. Raises NotAllowed without purpose and inquiry number, Unavailable where the log cannot be
        written: then there is no answer."""
        caller.ask_purpose()
        self.log.append(
            {
                "act": act,
                "caller": caller.name,
                "role": caller.role.code,
                "door": caller.door,
                "purpose": caller.purpose,
                "inquiry": caller.inquiry,
                "subjects": sorted(set(subjects)),
                "as_of": clocks.as_of.isoformat(),
                "entry": clocks.entry,
            },
            self.now(),
        )

    def export(self, caller: Caller, clocks: Clocks) -> None:
        """An export of facts: no cards are in it, so it asks for no purpose, and is logged all the same."""
        what = {"act": "export", "caller": caller.name, "role": caller.role.code, "door": caller.door}
        self.log.append({**what, "entry": clocks.entry}, self.now())

    def upkeep(self, caller: Caller, act: str, about: str) -> None:
        """What an administrator changed of who is told of what; `about` is the name of a consumer."""
        what = {"act": act, "caller": caller.name, "role": caller.role.code, "door": caller.door}
        self.log.append({**what, "about": about}, self.now())

    def verify(self, entries: Sequence[EntryInfo]) -> LogHead:
        """Go through the chain, and compare it with what entries of the ledger anchored of it; its head. Raises
        BadInput naming the first line that was altered, or the entry whose anchor is not in the log."""
        head = self.log.verify()
        anchors = {
            int(e.note["log"][0]): (e.number, str(e.note["log"][1])) for e in entries if e.note.get("log")
        }
        wanted = {number: one for number, one in anchors.items() if number > 0}
        for line in self.log.lines():
            if line["n"] in wanted:
                entry, digest = wanted.pop(line["n"])
                if line["digest"] != digest:
                    raise BadInput(
                        f"entry {entry} anchored another line {line['n']} of the access log: it was replaced"
                    )
        if wanted:
            number = min(wanted)
            raise BadInput(
                f"entry {wanted[number][0]} anchored line {number}, which the access log no longer has"
            )
        return head
