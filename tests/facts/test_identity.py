"""Who is who: records joined by documents, numbers and reviewers, never by a name."""

import pytest

from graph_service.errors import BadValue
from graph_service.facts import MemoryIndex, cluster, proofs, to_row
from graph_service.facts.days import Day
from graph_service.facts.digests import Digester, adult_on, normal_name
from graph_service.facts.identity import evidence, links_of
from graph_service.facts.notation import parse


def index(text: str) -> MemoryIndex:
    return MemoryIndex.of(parse(text))


def records(text: str, record: str, level: str = "CONFIRMED") -> set[str]:
    return set(cluster(index(text), record, level).records)


def test_two_records_with_the_same_proved_document_are_one_person() -> None:
    text = """
    identity a:1 level=PROVED document=id:x
    identity b:1 level=PROVED document=id:x
    identity c:1 level=PROVED document=id:y
    """
    assert records(text, "a:1") == {"a:1", "b:1"}


def test_two_namesakes_stay_two_persons() -> None:
    text = """
    person a:1 name_key=王伟
    person b:1 name_key=王伟
    """
    assert records(text, "a:1") == {"a:1"}


def test_a_candidate_joins_nothing() -> None:
    """A masked number is a candidate at most (law decision 11)."""
    text = """
    identity a:1 level=CANDIDATE document=id:x
    identity b:1 level=PROVED document=id:x
    identity a:1 level=CANDIDATE same_as=c:1
    """
    assert records(text, "a:1") == {"a:1"}
    assert records(text, "b:1") == {"b:1"}
    assert records(text, "c:1") == {"c:1"}


def test_a_confirmed_link_joins_below_proved_only() -> None:
    text = """
    identity a:1 level=CONFIRMED same_as=b:1
    identity b:1 level=PROVED document=id:x
    identity c:1 level=PROVED document=id:x
    """
    assert records(text, "a:1") == records(text, "c:1") == {"a:1", "b:1", "c:1"}
    assert records(text, "a:1", "PROVED") == {"a:1"}


def test_a_document_link_is_no_stronger_than_its_weaker_end() -> None:
    text = """
    identity a:1 level=PROVED document=id:x
    identity b:1 level=CONFIRMED document=id:x
    """
    (link,) = links_of(index(text), "a:1")
    assert (link.other, link.level, len(link.facts)) == ("b:1", "CONFIRMED", 2)


def test_organisations_are_joined_by_a_sound_number_that_is_given_once() -> None:
    """A failed check, or a number that may be given again, joins nothing."""
    text = """
    identifier a:1 scheme=uscc value=X
    identifier b:1 scheme=uscc value=X
    identifier c:1 scheme=uscc value=X valid=false
    identifier d:1 scheme=reg_no value=X
    identifier e:1 scheme=lei value=X
    """
    assert records(text, "a:1") == {"a:1", "b:1"}
    assert records(text, "c:1") == {"c:1"}
    assert records(text, "d:1") == {"d:1"}


def test_what_was_unmerged_joins_nothing() -> None:
    text = """
    ^link identity a:1 level=CONFIRMED same_as=b:1
    ^one identity a:1 level=PROVED document=id:x
    identity c:1 level=PROVED document=id:x
    unmerge a:1 identity=^link
    unmerge a:1 identity=^one
    """
    for record in ("a:1", "b:1", "c:1"):
        assert records(text, record) == {record}


def test_the_path_between_two_records_names_the_facts_it_rests_on() -> None:
    text = """
    identity a:1 level=CONFIRMED same_as=b:1
    identity b:1 level=PROVED document=id:x
    identity c:1 level=PROVED document=id:x
    """
    party = cluster(index(text), "a:1")
    assert [(link.record, link.other) for link in party.path("c:1")] == [("a:1", "b:1"), ("b:1", "c:1")]
    assert party.path("a:1") == ()


def test_proofs_are_documents_in_full_and_sound_numbers() -> None:
    text = """
    identity a:1 level=PROVED document=id:x
    identity a:1 level=CONFIRMED document=id:y
    identity a:1 level=PROVED same_as=b:1
    identifier a:1 scheme=uscc value=X
    identifier a:1 scheme=reg_no value=X
    identifier a:1 scheme=uscc value=Y valid=false
    """
    rows = [to_row(one.fact) for one in proofs(index(text), "a:1")]
    found = [row.get("document") or row.get("value") for row in rows]
    assert found == ["id:x", "X"]
    assert len(proofs(index(text), "a:1", "CONFIRMED")) == 3


def test_the_evidence_of_a_party_is_its_nearest_proof_and_the_links_to_it() -> None:
    """At CONFIRMED a reviewer's link alone is enough; at PROVED it is nothing."""
    linked = """
    identity a:1 level=CONFIRMED same_as=b:1
    identity b:1 level=PROVED document=id:x
    """
    assert len(evidence(index(linked), "b:1", "PROVED")) == 1
    assert len(evidence(index(linked), "a:1", "CONFIRMED")) == 2
    assert evidence(index(linked), "a:1", "PROVED") == ()
    bare = "identity a:1 level=CONFIRMED same_as=b:1"
    assert len(evidence(index(bare), "a:1", "CONFIRMED")) == 1
    assert evidence(index("person a:1"), "a:1", "CONFIRMED") == ()


DIGESTER = Digester(b"a key for tests only")


def test_a_token_depends_on_key_type_issuer_and_number() -> None:
    token = DIGESTER.document("resident_id", "1")
    assert token.startswith("resident_id:")
    others = {
        DIGESTER.document("passport", "1"),
        DIGESTER.document("resident_id", "2"),
        DIGESTER.document("resident_id", "1", "DE"),
        Digester(b"another key for tests").document("resident_id", "1"),
    }
    assert len({token, *others}) == 5
    assert token == DIGESTER.document("resident_id", "1")


def test_a_key_is_long_enough_and_never_shown() -> None:
    with pytest.raises(BadValue, match="at least 16 bytes"):
        Digester(b"short")
    assert "tests" not in repr(DIGESTER)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("王伟", " 王 伟\u3000"),
        ("ANNA  Smith", "anna smith"),
        ("ＡＮＮＡ", "anna"),
        ("买买提•艾山", "买买提·艾山"),
    ],
)
def test_spellings_that_differ_in_width_case_spacing_or_dot_have_one_key(left: str, right: str) -> None:
    assert normal_name(left) == normal_name(right)
    assert DIGESTER.name(left) == DIGESTER.name(right)


def test_other_names_have_other_keys() -> None:
    assert len({DIGESTER.name(name) for name in ("王伟", "王維", "anna smith", "annasmith")}) == 4


@pytest.mark.parametrize(
    ("birth", "adult"),
    [
        ("2008-07-01", "2026-07-01"),
        ("2008-02-29", "2026-03-01"),
        ("2008-07", "2026-07"),
        ("2008", "2026"),
        (None, None),
    ],
)
def test_adult_is_who_is_18_and_unknown_stays_unknown(birth: str | None, adult: str | None) -> None:
    assert adult_on(Day(birth) if birth else None) == adult


def test_what_is_written_on_the_wrong_record_joins_and_proves_nothing() -> None:
    """A firm's number on a person's record, a person's document on a firm's: neither is the other (I02)."""
    text = """
    enterprise f:1 type=limited_company
    identifier f:1 scheme=uscc value=X
    identity f:1 level=PROVED document=resident_id:p
    person p:1
    identifier p:1 scheme=uscc value=X
    identity p:1 level=PROVED document=resident_id:p
    identity p:1 level=PROVED same_as=f:1
    """
    assert records(text, "f:1") == {"f:1"}
    assert records(text, "p:1") == {"p:1"}
    assert [one.fact.kind for one in proofs(index(text), "f:1")] == ["identifier"]
    assert [one.fact.kind for one in proofs(index(text), "p:1")] == ["identity"]


def test_an_organisations_own_document_still_speaks_of_it() -> None:
    """A document that is not a person's may be an organisation's."""
    text = """
    enterprise f:1 type=limited_company
    identity f:1 level=CONFIRMED document=org_code:x
    enterprise f:2 type=limited_company
    identity f:2 level=CONFIRMED document=org_code:x
    """
    assert records(text, "f:1") == {"f:1", "f:2"}
    assert len(proofs(index(text), "f:1", "CONFIRMED")) == 1


def test_an_undecided_record_makes_no_party_of_a_person_and_a_firm() -> None:
    """It joins neither, and each keeps the records of its own kind; so does a record that is said to be both."""
    text = """
    enterprise f:1 type=limited_company
    identifier f:1 scheme=uscc value=X
    enterprise f:2 type=limited_company
    identifier f:2 scheme=uscc value=X
    undecided_party u:1
    identifier u:1 scheme=uscc value=X
    person p:1
    identity p:1 level=CONFIRMED same_as=u:1
    """
    assert records(text, "f:1") == records(text, "f:2") == {"f:1", "f:2"}
    assert records(text, "u:1") == {"u:1"}
    assert records(text, "p:1") == {"p:1"}
    assert records("person b:1\nenterprise b:1\nidentity b:1 level=PROVED same_as=c:1", "c:1") == {"c:1"}
