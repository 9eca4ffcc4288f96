"""Recalling answers: signed receipts of them, and the same question asked again at the clocks that a receipt names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from graph_service.alerts import Signed, check_signed
from graph_service.alerts.receipt import differences
from graph_service.assemble import timelines
from graph_service.assemble.access import Caller, Clocks
from graph_service.assemble.following import Following
from graph_service.assemble.questions import Json
from graph_service.assemble.receipts import Question, receipt_in, receipt_of, rulebook_json
from graph_service.assemble.subjects import Subject, asked
from graph_service.errors import NotAllowed, NotFound


class Recalling(Following):
    """The part of a workspace that answers once more what it answered. Thread-safe."""

    version: str

    def receipted_check(
        self, subjects: Sequence[Subject], *, caller: Caller, certify: bool = False, **more: Any
    ) -> Json:
        """A check (see `check`) with a signed `receipt` of its answer; with `certify` see `certified_check`. Raises
        BadValue where a person's number was sent as an organisation's: a receipt holds none."""
        day = more["clocks"].as_of if more.get("clocks") else None
        page = (self.certified_check if certify else self.check)(subjects, caller=caller, **more)
        whom = asked(subjects, self.digester, day or date.fromisoformat(page["as_of"]))
        question = Question.of_check(whom, more.get("measures", ()))
        return {**page, "receipt": self._receipt(question, page, page["sources"], page["rulebook"])}

    def receipted(self, act: str, page: Json, *, caller: Caller, clocks: Clocks, **of: Any) -> Json:
        """A page of `consequences`, `explain` or `timeline` that was asked `of` something, with a signed `receipt`."""
        question = Question.of_page(act, caller, **of)
        sources, book = self.sources.at(clocks), self.sight(clocks).book
        return {**page, "receipt": self._receipt(question, page, sources, book.digest)}

    def _receipt(self, question: Question, page: Json, sources: Sequence[Any], rulebook: str) -> Signed:
        return self.signer.sign(receipt_of(question, page, sources, rulebook, self.now(), self.version))

    def replay(self, document: Any, *, caller: Caller) -> Json:
        """A signed receipt's question asked again at its clocks. `failed`: the checks of the signature that fail, in
        sentences; then nothing is asked. `same`, or `differences` by part; `rulebook` then and now; `answer`, as it is
        given now. Raises BadInput for what is no receipt, NotAllowed for who may not ask its question."""
        caller.ask("check")
        signed = receipt_in(document)
        failed = self._failed(signed)
        page: Json = {"receipt": None, "sound": not failed, "failed": list(failed)}
        if failed:
            return {**page, "same": None, "differences": [], "rulebook": None, "answer": None}
        body: Mapping[str, Any] = signed["receipt"]
        answer, found = self._again(body, Question.read(body), caller)
        kept = self._rulebooks.keeps(body["rulebook"])
        return {
            **page,
            "receipt": body["id"],
            "same": not found,
            "differences": found,
            "rulebook": rulebook_json(body["rulebook"], self.book.digest, kept),
            "answer": answer,
        }

    def _failed(self, signed: Signed) -> tuple[str, ...]:
        """Which checks a receipt fails under the key that it names, if that ever signed here."""
        keys, named = self.store.signing_keys(), signed["signature"]
        name = named.get("key") if isinstance(named, Mapping) else None
        if isinstance(name, str) and name not in keys:
            return ("it was signed by a key that never signed here: it is a receipt of another service",)
        return check_signed(signed, keys.get(str(name), self.signer.public))

    def _again(
        self, body: Mapping[str, Any], question: Question, caller: Caller
    ) -> tuple[Json | None, list[dict[str, Any]]]:
        """The answer given now (None: there is none), and in which parts it differs."""
        if question.role is not None and (question.role, question.authority) != (
            caller.role.code,
            caller.authority,
        ):
            raise NotAllowed(
                f"this answer was given to the access role {question.role}, which sees other things than yours does:"
                " ask as it"
            )
        try:
            clocks = self.resolve_clocks(body["as_of"], body["known_at"]["entry"])
            answer = self._ask(question, caller, clocks)
        except NotFound as error:
            return None, [{"part": "answer", "kind": "gone", "now": None, "why": str(error)}]
        return answer, [one.as_json() for one in differences(body["answer"], answer)]

    def _ask(self, question: Question, caller: Caller, clocks: Clocks) -> Json:
        of = question.of
        if question.act == "check":
            whom, day = question.whom(), clocks.as_of
            return self.check_asked(whom, caller=caller, clocks=clocks, measures=of["measures"], day=day)
        if question.act == "explain":
            return self.explain(of["consequence"], caller=caller, clocks=clocks)
        if question.act == "timeline":
            return self.timeline(of["about"], caller=caller, clocks=clocks, review=of["review"])
        more = {"limit": of["limit"], "cursor": of["cursor"]}
        return self.consequences(of["party"], caller=caller, clocks=clocks, **more)

    def timeline(self, about: str, *, caller: Caller, clocks: Clocks, review: bool = False) -> Json:
        """The timeline of a party (the id of any of its records) or of a case: what was stated, decided, opened,
        suspended, resumed and ended, when it is valid and since when it is known. With `review` also drafts, for
        reviewers. Without a purpose, firms only."""
        caller.ask("read_firms")
        if review:
            caller.ask("review")
        page, persons = timelines.timeline_json(self.sight(clocks), about, caller, review=review)
        self.log_page(persons, caller, "timeline", clocks)
        return page
