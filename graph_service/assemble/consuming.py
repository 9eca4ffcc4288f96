"""Consumers of alerts: registered by an administrator, reading and acknowledging, or told through a webhook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from graph_service.alerts.webhook import secret_text
from graph_service.assemble import consumer_keys
from graph_service.assemble.access import Caller, access_roles, told
from graph_service.assemble.alerting import Hearing, alert_json, alerts_json, persons_of
from graph_service.assemble.delivering import Deliverer
from graph_service.assemble.following import Following
from graph_service.assemble.questions import Json
from graph_service.errors import BadValue, Conflict, NotFound
from graph_service.facts.numbers import holds_personal_number, normalise
from graph_service.store import consumers, deliveries
from graph_service.store.consumers import Consumer, Standing
from graph_service.store.ledger import instant_of, instant_text
from graph_service.webhooks import Allowed, Target, check

PARTIES = ("enterprise", "person")
OVERLAP = timedelta(hours=24)
"""How long the secret before signs beside a new one."""
_NAME = re.compile(r"\w[\w .-]{0,63}")


class Consuming(Following):
    """The part of a workspace that tells consumers. Thread-safe."""

    def register_consumer(
        self,
        name: str,
        role: str,
        *,
        caller: Caller,
        webhook: str | None = None,
        authority: str | None = None,
        measures: Sequence[str] = (),
        parties: Sequence[str] = (),
        purpose: str | None = None,
        inquiry: str | None = None,
        after: int | None = None,
    ) -> Json:
        """Register a consumer that hears as an access role, of some measures and kinds of party (none: all), behind the
        alert numbered `after` (None: the newest). One with a `webhook` hears of persons by its standing purpose and
        inquiry; its `secret` is in this answer and in no other. Raises BadValue, NotFound, NotAllowed for a webhook
        that may not be spoken to, Conflict for a name that is taken."""
        caller.ask("administer")
        one = Consumer(
            name=name,
            role=role,
            measures=tuple(dict.fromkeys(measures)),
            parties=tuple(dict.fromkeys(parties)),
            purpose=told(purpose),
            inquiry=told(inquiry),
            authority=authority,
            url=webhook,
        )
        self._check(one)
        newest = self.newest_alert()
        position = newest if after is None else after
        if not 0 <= position <= newest:
            raise BadValue(f"after is the number of an alert: from 0 to {newest}")
        key, secret = consumer_keys.make(self.settings.keys) if webhook is not None else (None, b"")
        try:
            self.store.graph.write(lambda run: consumers.register(run, one, position, key))
        except BaseException:
            consumer_keys.forget(self.settings.keys, [key] if key else [])
            raise
        self.reads.upkeep(caller, "consumer registered", name)
        more = {"secret": secret_text(secret)} if key else {}
        return {**self._said(consumers.named(self.store.graph.read, name)), **more}

    def _check(self, one: Consumer) -> None:
        if not _NAME.fullmatch(one.name) or one.name != one.name.strip():
            raise BadValue(
                "the name of a consumer has 1 to 64 letters, digits, blanks, dots, dashes, and begins with a letter or"
                " digit: that of the token by which it reads"
            )
        texts = [text for text in (one.name, one.url, one.purpose, one.inquiry, one.authority) if text]
        if not all(text.isprintable() for text in texts):
            raise BadValue("what a consumer is registered with is printable text")
        if any(holds_personal_number(normalise(text)) for text in texts):
            raise BadValue("what a consumer is registered with holds the number of an identity document")
        role = access_roles().get(one.role)
        if role is None:
            raise NotFound(f"there is no such access role; there are: {', '.join(access_roles())}")
        if "read_firms" not in role.may:
            raise BadValue(f"the access role {one.role} is told of no alerts")
        if one.role == "department" and not one.authority:
            raise BadValue("a department that is told names the code of its authority")
        if bool(one.purpose) != bool(one.inquiry):
            raise BadValue("a standing purpose goes with an inquiry number")
        if not set(one.measures) <= set(self.book.vocabulary.measures):
            raise NotFound("there is no such measure in the rulebook")
        if not set(one.parties) <= set(PARTIES):
            raise BadValue(f"the kinds of party are {' and '.join(PARTIES)}")
        if one.url is not None:
            check(Target.of(one.url), Allowed.of(self.settings.webhook_allow))

    def consumers(self, *, caller: Caller) -> Json:
        """All consumers and how far each has come."""
        caller.ask("administer")
        return {"consumers": [self._said(one) for one in consumers.all_of_them(self.store.graph.read)]}

    def consumer(self, name: str, *, caller: Caller) -> Json:
        """One consumer: for itself, and for administrators."""
        return self._said(self._own(name, caller))

    def remove_consumer(self, name: str, *, caller: Caller) -> Json:
        """Take a consumer away, with what waits for it and its secret."""
        caller.ask("administer")
        gone = self.store.graph.write(lambda run: consumers.remove(run, name))
        consumer_keys.forget(self.settings.keys, gone.keys)
        self.reads.upkeep(caller, "consumer removed", name)
        return {"name": name, "removed": True}

    def consumer_alerts(self, name: str, *, caller: Caller, limit: int = 100) -> Json:
        """The alerts that a consumer has not acknowledged, as far as its role and the caller's both allow; `next` is
        what it acknowledges once it has dealt with them."""
        standing = self._own(name, caller)
        one = standing.consumer
        both = caller.role.may & access_roles()[one.role].may
        who = replace(caller, role=replace(caller.role, may=both))
        hearing = Hearing(who, frozenset(one.measures), frozenset(one.parties))
        page, persons = alerts_json(self.store, self.book, hearing, standing.position, limit)
        self.log_page(persons, who, "alerts", self.resolve_clocks())
        return {"consumer": name, "position": standing.position, **page}

    def acknowledge(self, name: str, through: int, *, caller: Caller) -> Json:
        """Say that all alerts up to one number were dealt with. A number that was acknowledged before changes nothing.
        Raises BadValue for one that is not told yet, Conflict for a consumer with a webhook."""
        standing = self._own(name, caller)
        if standing.consumer.url is not None:
            raise Conflict("this consumer has a webhook: it acknowledges by its answers")
        newest = self.newest_alert()
        if not 0 <= through <= newest:
            raise BadValue(f"no alert of this number was told yet: the newest is {newest}")
        position = self.store.graph.write(lambda run: consumers.acknowledge(run, name, through))
        return {"consumer": name, "position": position, "newest": newest}

    def rotate_secret(self, name: str, *, caller: Caller, at_once: bool = False) -> Json:
        """A new `secret`, in this answer and in no other. The one before signs beside it for a day, unless `at_once`:
        where it leaked."""
        caller.ask("administer")
        self._pushed(name)
        key, secret = consumer_keys.make(self.settings.keys)
        until = None if at_once else self.now() + OVERLAP
        gone = self.store.graph.write(lambda run: consumers.change_key(run, name, key, until))
        consumer_keys.forget(self.settings.keys, gone)
        self.reads.upkeep(caller, "consumer's secret rotated", name)
        return {**self._said(consumers.named(self.store.graph.read, name)), "secret": secret_text(secret)}

    def dead_letters(self, name: str, *, caller: Caller, limit: int = 100) -> Json:
        """What was given up for a consumer's webhook, the oldest first: how often it was tried, why it was not taken,
        and the alert; alerts on persons need a purpose."""
        caller.ask("administer")
        self._pushed(name)
        rows = deliveries.dead_letters(self.store.graph.read, name, limit)
        hearing = Hearing(caller)
        shown = [row for row in rows if hearing.shown(row["body"])]
        self.log_page(
            sorted({record for row in shown for record in persons_of(row["body"])}),
            caller,
            "dead letters",
            self.resolve_clocks(),
        )
        letters = [
            {
                "number": row["number"],
                "tries": row["tries"],
                "why": row["why"],
                "alert": alert_json(self.book, row["number"], row["body"]),
            }
            for row in shown
        ]
        total = deliveries.counts(self.store.graph.read, name)["dead"]
        return {
            "consumer": name,
            "dead_letters": letters,
            "total": total,
            "withheld": len(rows) - len(shown),
        }

    def redeliver(self, name: str, *, caller: Caller, numbers: Sequence[int] | None = None) -> Json:
        """Let dead letters (by number; None: all) be sent again, and what waits be sent at once."""
        caller.ask("administer")
        self._pushed(name)
        again = self.store.graph.write(lambda run: deliveries.redeliver(run, name, numbers))
        self.reads.upkeep(caller, "dead letters sent again", name)
        return {"consumer": name, "sent_again": again}

    def deliver(self, *, caller: Caller) -> Json:
        """Send all that is due to webhooks now: how many were `delivered`, `failed` and are given up as `dead`; and
        `troubles`, why nothing could be sent to a consumer. Raises Unavailable while another deliverer is at work."""
        caller.ask("administer")
        deliverer = Deliverer(self)
        counted = deliverer.one_pass()
        troubles = [{"consumer": one, "why": deliverer.troubles[one]} for one in sorted(deliverer.troubles)]
        return {**counted, "troubles": troubles}

    def _own(self, name: str, caller: Caller) -> Standing:
        """The consumer, for a caller of its name and for administrators."""
        caller.ask("read_firms")
        if caller.name != name:
            caller.ask("administer")
        return consumers.named(self.store.graph.read, name)

    def _pushed(self, name: str) -> None:
        if consumers.named(self.store.graph.read, name).consumer.url is None:
            raise Conflict("this consumer has no webhook: it reads and acknowledges")

    def _said(self, standing: Standing) -> dict[str, Any]:
        """A consumer as it is told: of the webhook its origin only, for its path may hold a secret of the receiver."""
        one, counts = standing.consumer, deliveries.counts(self.store.graph.read, standing.consumer.name)
        first = counts.pop("first_waiting")
        now = instant_text(self.now())
        return {
            "name": one.name,
            "role": one.role,
            "authority": one.authority,
            "measures": list(one.measures),
            "parties": list(one.parties),
            "purpose": one.purpose,
            "inquiry_number": one.inquiry,
            "webhook": Target.of(one.url).origin if one.url is not None else None,
            "position": min(standing.position, first - 1) if first else standing.position,
            "newest": self.newest_alert(),
            **counts,
            "old_secret_until": instant_of(standing.until).isoformat() if standing.until > now else None,
            "rests_until": (
                instant_of(standing.rests_until).isoformat() if standing.rests_until > now else None
            ),
        }
