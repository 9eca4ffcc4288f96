"""Delivering: sends what waits for the webhooks of consumers: one deliverer, and a lane of its own for each consumer.

At least once and in order per party: an alert goes out when every earlier one of its party was taken or given up, and
it is forgotten only when the receiver took it. A deliverer that dies is followed by one that sends again, under the
same id, what it did not mark. A lane holds up no other, however slow its receiver is.
"""

from __future__ import annotations

import logging
import random
import secrets
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

from graph_service.assemble.lane import AT_ONCE, Lane
from graph_service.assemble.questions import Questions
from graph_service.errors import GraphServiceError, Unavailable
from graph_service.store import deliveries
from graph_service.store.deliveries import Tried

log = logging.getLogger("graph_service.delivering")
LEASE = 120.0
"""Seconds for which a deliverer is the one; longer than any try may take."""


@dataclass(slots=True)
class Deliverer:
    """One deliverer. `tick` starts a lane for each consumer that has something due; `one_pass` waits for them."""

    workspace: Questions
    chance: Callable[[], float] = random.random
    counted: Counter[str] = field(default_factory=Counter)
    troubles: dict[str, str] = field(default_factory=dict)
    _holder: str = field(default_factory=lambda: secrets.token_hex(8))
    _leased: float | None = None
    _lanes: dict[str, threading.Thread] = field(default_factory=dict)
    _guard: threading.RLock = field(default_factory=threading.RLock)
    _stop: threading.Event = field(default_factory=threading.Event)

    def one_pass(self) -> dict[str, int]:
        """Send all that is due now; how many were `delivered`, `failed` and are `dead` letters now. Raises Unavailable
        while another deliverer is at work."""
        try:
            self.tick()
            while any(lane.is_alive() for lane in self._lanes.values()):
                for lane in list(self._lanes.values()):
                    lane.join(timeout=1)
                self._keep()
        finally:
            self.close()
        return {name: self.counted[name] for name in ("delivered", "failed", "dead")}

    def tick(self) -> None:
        """Start lanes where something is due, keep the lease while any runs, give it up when none does. Raises
        Unavailable while another deliverer is at work."""
        graph = self.workspace.store.graph
        due = deliveries.due(graph.read, self.workspace.now())
        self._lanes = {name: lane for name, lane in self._lanes.items() if lane.is_alive()}
        if due or self._lanes:
            self._keep()
        else:
            self._give_up()
        for name in due:
            if name not in self._lanes:
                lane = threading.Thread(
                    target=self._run, args=(name,), name=f"deliveries {name}", daemon=True
                )
                self._lanes[name] = lane
                lane.start()

    def close(self) -> None:
        """Let every lane end its tries, and give up the lease."""
        self._stop.set()
        for lane in self._lanes.values():
            lane.join()
        self._give_up()

    def _keep(self) -> None:
        with self._guard:
            if self._leased is not None and time.monotonic() < self._leased + LEASE / 3:
                return
            began, now = time.monotonic(), self.workspace.now()
            until = now + timedelta(seconds=LEASE)
            self.workspace.store.graph.write(lambda run: deliveries.take_lease(run, self._holder, now, until))
            self._leased = began

    def _give_up(self) -> None:
        with self._guard:
            if self._leased is not None:
                self._leased = None
                self.workspace.store.graph.write(lambda run: deliveries.give_up_lease(run, self._holder))

    def _run(self, name: str) -> None:
        try:
            self._lane(name)
            self.troubles.pop(name, None)
        except GraphServiceError as error:
            self._trouble(name, str(error), type(error).__name__)
        except Exception as error:
            # Only the kind of error: its text may hold what was sent.
            self._trouble(name, f"unforeseen: {type(error).__name__}", type(error).__name__)

    def _trouble(self, name: str, why: str, kind: str) -> None:
        if self.troubles.get(name) != why:  # a lane is tried again every second: its trouble is logged once
            log.warning("deliveries to one consumer stopped for now: %s", kind)
        self.troubles[name] = why

    def _lane(self, name: str) -> None:
        """Send what is due for a consumer until nothing is, it is to be left alone, or the deliverer is closed."""
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="delivery") as pool:
            while not self._stop.is_set():
                lane = Lane.of(self.workspace, name)
                lane.hand_over()
                queues = lane.queues()
                ready = deque(party for party, queue in queues.items() if lane.is_due(queue[0]))
                if not ready or lane.rests():
                    return
                while ready and not self._stop.is_set() and not lane.rests():
                    self._keep()
                    chunk = [queues[ready.popleft()] for _ in range(min(AT_ONCE, len(ready)))]
                    tried = lane.send([queue[0] for queue in chunk], pool, self.chance)
                    self._mark(name, tried, lane)
                    for queue, one in zip(chunk, tried, strict=True):
                        if one.taken or one.next_at is None:
                            queue.popleft()
                            ready.extend([queue[0].party] if queue and lane.is_due(queue[0]) else [])

    def _mark(self, name: str, tried: list[Tried], lane: Lane) -> None:
        with self._guard:  # one write at a time: lanes write the same kinds of nodes
            self.workspace.store.graph.write(
                lambda run: deliveries.mark(run, self._holder, name, tried, lane.failures, lane.rests_until)
            )
            for one in tried:
                self.counted["delivered" if one.taken else "dead" if one.next_at is None else "failed"] += 1


class Background:
    """Deliveries beside the running service: `with Background(workspace):`. Every second it looks what is due."""

    EVERY = 1.0

    def __init__(self, workspace: Questions) -> None:
        self._deliverer = Deliverer(workspace)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="deliverer", daemon=True)

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                self._deliverer.tick()
            except Unavailable:
                pass  # another deliverer is at work, or the graph is not to be had: in a second again
            except Exception as error:
                log.error("the deliverer goes on: %s", type(error).__name__)
            self._stop.wait(self.EVERY)
        try:
            self._deliverer.close()
        except GraphServiceError as error:
            log.warning("the lease of deliveries runs out by itself: %s", type(error).__name__)

    def __enter__(self) -> Background:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(timeout=30)
