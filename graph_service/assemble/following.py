"""Following what changed: alerts behind a cursor, certificates of what was taken back, and the keys that check them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph_service.alerts import Signed
from graph_service.assemble import certified
from graph_service.assemble.access import Caller, Clocks
from graph_service.assemble.alerting import Hearing, alerts_json
from graph_service.assemble.questions import Json, Questions
from graph_service.assemble.subjects import Subject
from graph_service.errors import BadValue

NOTHING = "nothing_in_force"


class Following(Questions):
    """The part of a workspace that is asked by those who keep copies of its answers. Thread-safe."""

    def certified_check(self, subjects: Sequence[Subject], *, caller: Caller, **more: Any) -> Json:
        """A check (see `check`) in which each answer *nothing in force* carries a signed `certificate`: that on this
        day, knowing what was known then, from these sources of this age, nothing was in force against this identified
        party. An unknown number is certified nothing about; nor is a day to come (raises BadValue)."""
        page = self.check(subjects, caller=caller, **more)
        if page["as_of"] > self.today().isoformat():
            raise BadValue("as_of is a day to come: what will be in force on it is certified to nobody")
        for one in page["answers"]:
            if one["answer"]["code"] == NOTHING:
                made = certified.nothing_in_force(page, one, more.get("measures", ()), self.now())
                one["certificate"] = self.signer.sign(made)
        return page

    def certificate(self, key: str, *, caller: Caller, clocks: Clocks) -> Signed:
        """A signed certificate; raises NotFound where there was none at the entry."""
        caller.ask("read_firms")
        found = certified.by_id(self.store, key, clocks)
        self.log_page(certified.persons_of([found]), caller, "certificates", clocks)
        return found

    def certificates(self, about: str, *, caller: Caller, clocks: Clocks) -> Json:
        """The signed certificates about a case, or about a party by the id of any of its records; the oldest first.
        Without a purpose those that speak of persons are counted and left out."""
        caller.ask("read_firms")
        sight = self.sight(clocks)
        found, withheld = certified.about(sight, about, caller)
        self.log_page(certified.persons_of(found), caller, "certificates", clocks)
        page = {"about": about, "certificates": found, "total": len(found), "withheld": withheld}
        return {**clocks.as_json(), **page}

    def notices(self, *, caller: Caller, who: str | None = None, after: int = 0) -> Json:
        """To whoever had been told of what no longer stands: the signed certificates that say so, of entries behind
        `after`, with the cursor `next`. `who` is the caller; another name is for those who may read the access log.
        Without a purpose those that speak of persons are counted and left out."""
        caller.ask("read_firms" if who in (None, caller.name) else "read_log")
        clocks, asked = self.resolve_clocks(), who or caller.name
        found, withheld, newest = certified.notices(self.store, asked, after, caller, clocks)
        self.log_page(certified.persons_of(found), caller, "notices", clocks)
        return {"who": asked, "notices": found, "total": len(found), "withheld": withheld, "next": newest}

    def alerts(self, *, caller: Caller, after: int = 0, limit: int = 100) -> Json:
        """What changed, in order, behind the alert numbered `after`: a page and its cursor `next`."""
        caller.ask("read_firms")
        page, persons = alerts_json(self.store, self.book, Hearing(caller), after, limit)
        self.log_page(persons, caller, "alerts", self.resolve_clocks())
        return page

    def newest_alert(self) -> int:
        """The number of the newest alert, which says nothing of anyone; 0 where there is none."""
        return self.store.newest_alert()

    def signing_keys(self) -> Json:
        """The public keys by which certificates are checked; no secret."""
        return certified.keys_json(self.store)
