"""Numbers of organisations and persons: the vectors of the law files, and stdnum as a second opinion."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.cn import uscc as stdnum_uscc
from stdnum.iso7064 import mod_11_10

from graph_service.facts.numbers import (
    document_type,
    holds_personal_number,
    identity_document,
    normalise,
    org_code,
    org_code_check,
    organisation_number,
    person_check,
    reg_no,
    reg_no_check,
    uscc,
    uscc_check,
    without_personal_numbers,
)

TODAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    "code",
    [
        "91440100MA0000007W",
        "A1440100MA0000007U",
        "N1440100MA0000007F",
        "11440100MA00000075",
        "91110000600037341L",
    ],
)
def test_valid_credit_codes_pass_outside_and_inside(code: str) -> None:
    """First letters A and N, which other libraries refuse, are as good as digits."""
    number = uscc(code)
    assert number.valid
    assert number.warnings == ()


def test_a_wrong_inner_organisation_code_only_warns() -> None:
    """A few legacy codes do not comply, so the inner check is no reason to refuse."""
    number = uscc("914401011234567801")
    assert number.valid
    assert number.warnings == ("inner_check",)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("91440100MA0000007X", "check_digit"),
        ("91440100MA000000", "length"),
        ("91440100MA000000IO", "alphabet"),
        ("91440100MA000000７W１", "length"),
    ],
)
def test_a_bad_credit_code_says_what_is_wrong(code: str, error: str) -> None:
    assert uscc(code).errors == (error,)


def test_an_unknown_region_only_warns() -> None:
    first = "91990100MA0000007"
    assert uscc(first + uscc_check(first)).warnings == ("region_unknown",)


def test_numbers_are_normalised_before_they_are_judged() -> None:
    """Trim, zero-width signs, full width, lower case, in that order."""
    assert uscc("  \u200b９１４４０１００ｍａ０００００07w\ufeff ").value == "91440100MA0000007W"
    assert normalise(" a\u3000b ") == "A B"


@pytest.mark.parametrize("code", ["D2143569-X", "MA000000-7", "60003734-1", "d2143569x"])
def test_valid_organisation_codes(code: str) -> None:
    assert org_code(code).valid


@pytest.mark.parametrize(
    ("code", "error"), [("D2143569-1", "check_digit"), ("D214", "length"), ("D2143569A", "alphabet")]
)
def test_bad_organisation_codes(code: str, error: str) -> None:
    assert org_code(code).errors == (error,)


def test_a_remainder_of_zero_gives_the_check_sign_zero() -> None:
    """11 becomes 0 and 10 becomes X (GB 11714)."""
    assert org_code_check("00000000") == "0"


def test_registration_numbers_of_15_digits_are_checked_and_of_13_are_not() -> None:
    assert reg_no("440000000000014").valid
    assert reg_no("440000000000015").errors == ("check_digit",)
    assert reg_no("4400002000014").warnings == ("no_check_digit",)
    assert reg_no("44000020000").errors == ("length",)
    assert reg_no("44000000000001X").errors == ("alphabet",)


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("440000000000014", "reg_no"),
        ("MA000000-7", "org_code"),
        ("91440100MA0000007W", "uscc"),
        ("4400002000014", "reg_no"),
    ],
)
def test_the_length_tells_which_number_of_an_organisation_it_is(text: str, scheme: str) -> None:
    number = organisation_number(text)
    assert (number.scheme, number.valid) == (scheme, True)


def test_a_number_of_no_known_length_is_a_credit_code_of_wrong_length() -> None:
    assert organisation_number("123").errors == ("length",)


@given(st.text("0123456789", min_size=14, max_size=14))
def test_registration_check_agrees_with_stdnum(first: str) -> None:
    assert mod_11_10.is_valid(first + reg_no_check(first))


@given(st.from_regex(r"[159][1239](11|31|44|51)[0-9]{4}[0-9ABCDEFGHJKLMNPQRTUWXY]{8}[0-9]", fullmatch=True))
def test_credit_code_check_agrees_with_stdnum(first: str) -> None:
    assert stdnum_uscc.calc_check_digit(first) == uscc_check(first)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_personal_check_agrees_with_stdnum(first: str) -> None:
    assert ric.calc_check_digit(first + "0") == person_check(first)


@settings(max_examples=50)
@given(st.sampled_from("0123456789X"), st.integers(0, 17))
def test_one_changed_sign_never_passes_the_check(sign: str, place: int) -> None:
    """ISO 7064 mod 11-2 finds every single changed sign of a personal number."""
    good = "440524188001010014"
    changed = good[:place] + sign + good[place + 1 :]
    assert identity_document(changed, TODAY).errors == () if changed == good else True
    if changed != good:
        assert identity_document(changed, TODAY).errors != ()


@pytest.mark.parametrize(
    ("number", "kind", "birth"),
    [
        ("11010519491231002X", "resident_id", "1949-12-31"),
        ("11010519491231002x", "resident_id", "1949-12-31"),
        ("440524188001010014", "resident_id", "1880-01-01"),
        ("440106197001010014", "resident_id", "1970-01-01"),
        ("810000199001010019", "residence_permit", "1990-01-01"),
    ],
)
def test_valid_personal_numbers(number: str, kind: str, birth: str) -> None:
    """A district is not held against its creation date, and residence permits are personal numbers too."""
    document = identity_document(number, TODAY)
    assert (document.type, document.errors, document.birth, document.proves) == (kind, (), birth, True)


def test_a_foreigners_card_that_starts_with_9_is_read() -> None:
    first = "93115619800102003"
    document = identity_document(first + person_check(first), TODAY)
    assert (document.type, document.birth, document.proves) == ("permanent_residence", "1980-01-02", True)


def test_a_birth_in_the_future_is_an_error_and_today_decides() -> None:
    number = "440106203001010012"
    assert identity_document(number, TODAY).errors == ("birth_in_future",)
    assert identity_document(number, date(2030, 1, 1)).proves


@pytest.mark.parametrize(
    ("number", "errors"),
    [
        ("440106197001010015", ("check_digit",)),
        ("44010619700101001", ("length",)),
        ("44010619700101A014", ("alphabet",)),
        ("440106197013010011", ("birth_date",)),
        ("440106197013010012", ("check_digit", "birth_date")),
        ("44010619700101001４4", ("length",)),
    ],
)
def test_bad_personal_numbers_say_what_is_wrong(number: str, errors: tuple[str, ...]) -> None:
    document = identity_document(number, TODAY)
    assert document.errors == errors
    assert not document.proves
    assert document.birth is None


def test_an_old_number_of_15_digits_is_raised_to_the_18_of_the_same_person() -> None:
    old = identity_document("440524800101001", TODAY)
    new = "44052419800101001" + person_check("44052419800101001")
    assert old.number == new == identity_document(new, TODAY).number
    assert old.warnings == ("raised_from_15",)
    assert old.proves


def test_an_unknown_province_in_a_personal_number_only_warns() -> None:
    first = "00010519491231002"
    document = identity_document(first + person_check(first), TODAY)
    assert document.warnings == ("region_unknown",)
    assert document.proves


@pytest.mark.parametrize("number", ["4401**********1234", "４４０１＊＊＊＊1234", "440106XXXXXXXX0014"])
def test_a_masked_number_proves_nothing(number: str) -> None:
    """It makes a candidate at most (law decision 11)."""
    document = identity_document(number, TODAY)
    assert document.masked
    assert not document.proves


def test_a_passport_proves_only_with_its_issuer() -> None:
    """Two states may print the same number; two X in it are letters, not a mask."""
    assert not identity_document("XX1234567", TODAY, "passport").proves
    assert identity_document("XX1234567", TODAY, "passport").issuer == "unknown"
    named = identity_document("xx1234567", TODAY, "passport", "de")
    assert (named.proves, named.number, named.issuer) == (True, "XX1234567", "DE")
    assert identity_document("X", TODAY, "passport", "DE").errors == ("alphabet",)


@pytest.mark.parametrize(
    ("kind", "number"),
    [("hk_macau_permit", "H12345678"), ("taiwan_permit", "12345678"), ("officer", "军字第2001988号")],
)
def test_permits_and_service_cards_are_read_by_their_form(kind: str, number: str) -> None:
    document = identity_document(number, TODAY, kind)
    assert (document.proves, document.issuer) == (True, "CN")


def test_document_types_are_known_by_code_and_by_word() -> None:
    assert document_type("10") == "resident_id"
    assert document_type("外国（地区）护照") == "passport"
    assert document_type("居住证明") is None


def test_no_representation_of_a_document_shows_its_number_or_birth() -> None:
    """Representations end up in logs."""
    text = repr(identity_document("11010519491231002X", TODAY))
    assert "1949" not in text
    assert "110105" not in text


def test_where_other_libraries_are_wrong_we_differ_on_purpose() -> None:
    """Law files, section 3.2: a later district, a future birth, first letters of credit codes."""
    assert not ric.is_valid("440106197001010014")
    assert not stdnum_uscc.is_valid("A1440100MA0000007U")
    assert stdnum_uscc.is_valid("914401011234567801")


SOUND, WITH_X, FAILS, OF_1970 = (
    "440106197001010030",
    "11010519491231002x",
    "440106197001010031",
    "440106700101003",
)


@pytest.mark.parametrize(
    "number", [SOUND, WITH_X, FAILS, OF_1970, "440106-19700101-0030", "440106 700101 003"]
)
def test_a_number_that_reads_as_a_residents_is_starred_out_wherever_it_stands(number: str) -> None:
    """Sound or not, with 18 digits or 15, written together or apart; the words around it are kept."""
    starred = without_personal_numbers(f"身份证{number}（已核）")
    assert starred == f"身份证{'*' * (15 if len(number) < 18 else 18)}（已核）"


@pytest.mark.parametrize(
    "text",
    [
        "91440101MA5A1B2C1G",
        "440106000012344",  # a registration number: no date inside
        "12100000400011111A",
        "020-83135078，13800138000",
        "2015-08-01至2025-07-31",
        "170106197001010030",
        "440106197013010030",
        "1440106197001010030",
    ],
)
def test_other_numbers_stay_as_they_are(text: str) -> None:
    assert without_personal_numbers(text) == text


def test_a_sound_number_of_an_organisation_is_no_persons() -> None:
    """15 digits can be both; the check digit of a registration number decides."""
    first = "44010670010100"
    sound = first + reg_no_check(first)
    assert identity_document(sound, TODAY).proves
    assert without_personal_numbers(sound) == sound


def test_in_a_text_of_other_numbers_only_a_sound_one_is_a_persons() -> None:
    """Police number their decisions by region, day and order: 18 digits, of which one in eleven passes the check."""
    assert holds_personal_number(f"粤公罚{SOUND}号")
    assert holds_personal_number(OF_1970)
    assert not holds_personal_number("粤公罚440106202601010012号")
    assert not holds_personal_number("穗天市监处罚〔2026〕100号")
