"""The lane of one consumer: what waits for its webhook, in which order, and what came of each try."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from graph_service.alerts.webhook import MEDIA_TYPE, Schedule, event, signed_headers
from graph_service.assemble import consumer_keys
from graph_service.assemble.alerting import alert_json, hearing_of, persons_of
from graph_service.assemble.opening import fingerprint_of
from graph_service.assemble.questions import Questions
from graph_service.store import consumers, deliveries, outbox
from graph_service.store.deliveries import Tried, Waiting
from graph_service.store.ledger import instant_text
from graph_service.webhooks import Allowed, Answer, Target, send

AT_ONCE = 4
"""Requests that one consumer is sent at the same time, each of another party."""
PATIENCE = 4
"""Failures in a row after which a receiver is left alone for a while."""
LONGEST_REST = 3_600.0
"""Seconds after which a receiver that was left alone is tried again at the latest."""
BACKLOG = 10_000
"""Deliveries of one consumer that may wait; alerts beyond them stay in the outbox, where nothing is lost either."""
PAGE = 1_000
"""Alerts that are handed over in one transaction."""


@dataclass(slots=True)
class Lane:
    """One consumer's lane as it is worked off: who hears, where it is sent, with which keys, how it stands."""

    workspace: Questions
    standing: consumers.Standing
    target: Target
    keys: tuple[bytes, ...]
    failures: int
    rests_until: str

    @classmethod
    def of(cls, workspace: Questions, name: str) -> Lane:
        """The lane of a consumer; raises NotFound, Unavailable where its keys are not there."""
        standing = consumers.named(workspace.store.graph.read, name)
        keys = consumer_keys.valid(workspace.settings.keys, standing, workspace.now())
        target = Target.of(standing.consumer.url or "")
        return cls(workspace, standing, target, keys, standing.failures, standing.rests_until)

    def hand_over(self) -> None:
        """Make deliveries of the alerts that came since, as far as the backlog has room."""
        graph, name = self.workspace.store.graph, self.standing.consumer.name
        room = BACKLOG - deliveries.counts(graph.read, name)["waiting"]
        hearing, position = hearing_of(self.standing.consumer), self.standing.position
        while room > 0:
            rows = outbox.after(graph.read, position, min(PAGE, room))
            if not rows:
                return
            heard = [(number, one) for number, one in rows if hearing.shown(one)]
            was, position, room = position, rows[-1][0], room - len(heard)
            if not graph.write(
                lambda run, a=was, b=position, c=heard: deliveries.hand_over(run, name, a, b, c)  # type: ignore[misc]  # mypy infers no type for it
            ):
                return

    def queues(self) -> dict[str, deque[Waiting]]:
        """What waits, by party, each in the order of the alerts."""
        found: dict[str, deque[Waiting]] = {}
        for one in deliveries.waiting(self.workspace.store.graph.read, self.standing.consumer.name):
            found.setdefault(one.party, deque()).append(one)
        return found

    def is_due(self, one: Waiting) -> bool:
        """Has its time come?"""
        return one.next_at <= instant_text(self.workspace.now())

    def rests(self) -> bool:
        """Is the receiver left alone now?"""
        return self.rests_until > instant_text(self.workspace.now())

    def send(
        self, chunk: list[Waiting], pool: ThreadPoolExecutor, chance: Callable[[], float]
    ) -> list[Tried]:
        """Send some deliveries at the same time: what came of each, and how the receiver stands after them."""
        alerts = deliveries.bodies(self.workspace.store.graph.read, [one.number for one in chunk])
        book = self.workspace.book
        told = [alert_json(book, one.number, alerts[one.number]) for one in chunk]
        answers = list(pool.map(self._send, told))
        now, schedule = self.workspace.now(), Schedule(self.workspace.settings.webhook_waits)
        tried = []
        for one, answer in zip(chunk, answers, strict=True):
            self.failures = 0 if answer.good else self.failures + 1
            wait = None if answer.gone else schedule.wait(one.tries + 1, chance(), asked=answer.wait)
            next_at = instant_text(now + timedelta(seconds=wait)) if wait is not None else None
            tried.append(Tried(one.number, answer.good, answer.why, next_at))
        rest = schedule.rest(self.failures, PATIENCE, LONGEST_REST)
        self.rests_until = instant_text(now + timedelta(seconds=rest)) if rest else ""
        return tried

    def _send(self, told: dict[str, object]) -> Answer:
        workspace, at = self.workspace, self.workspace.now()
        payload = event(told, f"/stores/{fingerprint_of(workspace.digester.key)}/alerts")
        headers = signed_headers(str(told["id"]), int(at.timestamp()), payload, self.keys)
        caller, persons = hearing_of(self.standing.consumer).caller, persons_of(told)

        def read() -> None:
            # Whoever is sent something of a person reads it: that is in the log before the first byte leaves.
            if persons:
                workspace.reads.read(caller, "alert sent", persons, workspace.resolve_clocks())

        return send(
            self.target,
            payload,
            {"content-type": MEDIA_TYPE, **headers},
            allowed=Allowed.of(workspace.settings.webhook_allow),
            limit=workspace.settings.webhook_limit,
            before=read,
        )
