"""The law kept up to date in memory, case by case: what a write touches is found by read sets and keys, and nothing
else is derived anew. `from_scratch` beside it shares nothing with it but the facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from graph_service.assemble.deriving import derive_cases
from graph_service.consequences import canonical
from graph_service.facts import Fact, MemoryIndex, Stated, ends, fact_id, keys_of
from graph_service.facts.types import Retraction
from graph_service.rules.rulebook import Rulebook


class Standing:
    """A FactIndex to which facts are added one by one: what they end goes, and what they let stand again comes back."""

    def __init__(self) -> None:
        self.stated: dict[str, Stated] = {}
        self._by_key: dict[str, dict[str, Stated]] = defaultdict(dict)
        self._enders: dict[str, list[Stated]] = defaultdict(list)

    def by(self, kind: str, field: str, value: str) -> tuple[Stated, ...]:
        """See FactIndex."""
        found = self._by_key.get(f"{kind}.{field}={value}", {})
        return tuple(sorted(found.values(), key=lambda one: (one.entry, one.ordinal)))

    def add(self, one: Stated) -> set[str]:
        """State a fact; the look-up keys that it meets, and those of all it speaks of, however deep."""
        self.stated[one.id] = one
        for of in _ends(one.fact):
            self._enders[of].append(one)
        spoken_of = self._spoken_of(one)
        around = self._connected(one.id)
        enders = {each.id: each for of in around for each in self._enders.get(of, ())}
        gone = ends(sorted(enders.values(), key=lambda each: (each.entry, each.ordinal)))
        for each in (self.stated[key] for key in around if key in self.stated):
            for key in keys_of(each.fact):
                if each.id in gone:
                    self._by_key[key].pop(each.id, None)
                else:
                    self._by_key[key][each.id] = each
        return {key for each in (one, *spoken_of) for key in keys_of(each.fact)}

    def _spoken_of(self, one: Stated) -> list[Stated]:
        found: dict[str, Stated] = {}
        todo = [one]
        while todo:
            fact = todo.pop().fact
            # An unmerge needs no more than its own key: whoever looks at an identity asks whether it was unmerged.
            new = [self.stated[of] for of in _ends(fact) if of in self.stated and of not in found]
            found.update((each.id, each) for each in new)
            todo += new
        return list(found.values())

    def _connected(self, key: str) -> set[str]:
        """The facts of which one decides whether the other stands."""
        found, todo = {key}, [key]
        while todo:
            of = todo.pop()
            near = {one.id for one in self._enders.get(of, ())}
            near.update(_ends(self.stated[of].fact) if of in self.stated else ())
            todo += near - found
            found |= near
        return found


def _ends(fact: Fact) -> tuple[str, ...]:
    own = (fact.of,) if isinstance(fact, Retraction) else ()
    return (*own, fact.replaces) if fact.replaces is not None else own


class Register:
    """Facts, and what the law makes of every case: canonical reports, kept by exact change."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.index = Standing()
        self.reports: dict[str, str] = {}
        self.entry = 0
        self._reads: dict[str, tuple[str, ...]] = {}
        self._readers: dict[str, set[str]] = defaultdict(set)

    def post(self, facts: Sequence[Fact]) -> set[str]:
        """State facts as one entry and derive the cases they touch; these."""
        self.entry += 1
        keys: set[str] = set()
        touched: set[str] = set()
        new = {key: fact for fact in facts if (key := fact_id(fact)) not in self.index.stated}
        for place, (key, fact) in enumerate(new.items(), start=1):
            keys |= self.index.add(Stated(fact, self.entry, place, key))
            touched.update(_cases((fact,)))
        for key in keys:
            touched |= self._readers.get(key, set())
        self._derive(touched)
        return touched

    def adopt(self, book: Rulebook) -> set[str]:
        """Go on under another rulebook: every case is derived anew."""
        self.book = book
        touched = set(self.reports)
        self._derive(touched)
        return touched

    def _derive(self, touched: Iterable[str]) -> None:
        for report in derive_cases(self.index, sorted(touched), self.book):
            for key in self._reads.get(report.case, ()):
                self._readers[key].discard(report.case)
            self._reads[report.case] = report.reads
            for key in report.reads:
                self._readers[key].add(report.case)
            self.reports[report.case] = canonical(report)

    def by_itself(self, case: str) -> str:
        """The canonical report of one case as it stands now; nothing is kept of it."""
        (report,) = derive_cases(self.index, [case], self.book)
        return canonical(report)

    def from_scratch(self) -> dict[str, str]:
        """Canonical reports of every case that a fact speaks of, out of the facts alone."""
        facts = tuple(self.index.stated.values())
        cases = sorted(_cases(one.fact for one in facts))
        return {one.case: canonical(one) for one in derive_cases(MemoryIndex.over(facts), cases, self.book)}


def _cases(facts: Iterable[Fact]) -> set[str]:
    return {case for fact in facts if (case := getattr(fact, "case", None)) is not None}
