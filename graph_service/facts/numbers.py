"""Numbers of organisations and documents of persons: layout, check digits, and what is odd about one.

Order of every check (law files, section 3.1): trim, full-width to half-width, upper case, length, alphabet, check
digit; then what only warns: the inner organisation code, the region. A number that fails is a ticket for a
person to look at; it neither rejects the document it stands in nor is a reason to match by name.
Standards: GB 32100-2015, GB 11714, GS15-2006 (ISO 7064 mod 11,10), GB 11643-1999 (ISO 7064 mod 11-2).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from graph_service.facts.days import Day

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_PERSON_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PERSON_CHECKS = "10X98765432"
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_ASCII_SPACE = re.compile(r"\s+")

PROVINCE = re.compile(r"1[0-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
"""First two digits of every region that ever was (GB/T 2260; 10 is the national registrar). Only warns."""


def normalise(text: str) -> str:
    """A number trimmed, without zero-width signs, full-width signs made half-width, in upper case."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).strip()
    return _ASCII_SPACE.sub(" ", plain).upper()


@dataclass(frozen=True, slots=True)
class Number:
    """A number of an organisation, normalised, with what is wrong (`errors`) and what is odd (`warnings`).

    Codes: length, alphabet, check_digit; inner_check, region_unknown."""

    scheme: str
    value: str
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """Does it pass what must hold? Warnings do not count."""
        return not self.errors


def uscc(text: str) -> Number:
    """A 统一社会信用代码 (GB 32100-2015), 18 signs, checked outside; inside (organisation code) and region warn."""
    value = normalise(text).replace(" ", "").replace("-", "")
    if len(value) != 18:
        return Number("uscc", value, ("length",))
    if not set(value) <= set(_USCC_ALPHABET):
        return Number("uscc", value, ("alphabet",))
    errors = () if value[17] == uscc_check(value[:17]) else ("check_digit",)
    warnings = () if value[16] == org_code_check(value[8:16]) else ("inner_check",)
    if not PROVINCE.fullmatch(value[2:4]):
        warnings = (*warnings, "region_unknown")
    return Number("uscc", value, errors, warnings)


def uscc_check(first: str) -> str:
    """The 18th sign of a credit code from its first 17."""
    total = sum(
        _USCC_ALPHABET.index(sign) * weight for sign, weight in zip(first, _USCC_WEIGHTS, strict=True)
    )
    return _USCC_ALPHABET[-total % 31]


def org_code(text: str) -> Number:
    """A 组织机构代码 (GB 11714): eight letters or digits and a check sign, with or without the hyphen."""
    value = normalise(text).replace(" ", "").replace("-", "")
    if len(value) != 9:
        return Number("org_code", value, ("length",))
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", value):
        return Number("org_code", value, ("alphabet",))
    return Number("org_code", value, () if value[8] == org_code_check(value[:8]) else ("check_digit",))


def org_code_check(first: str) -> str:
    """The ninth sign of an organisation code from its first eight."""
    total = sum(int(sign, 36) * weight for sign, weight in zip(first, _ORG_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def reg_no(text: str) -> Number:
    """A 注册号 of 15 digits (GS15-2006), checked by ISO 7064 mod 11,10. Older ones of 13 digits carry no check."""
    value = normalise(text).replace(" ", "")
    if not value.isascii() or not value.isdigit():
        return Number("reg_no", value, ("alphabet",))
    if len(value) == 13:
        return Number("reg_no", value, (), ("no_check_digit",))
    if len(value) != 15:
        return Number("reg_no", value, ("length",))
    return Number("reg_no", value, () if value[14] == reg_no_check(value[:14]) else ("check_digit",))


def reg_no_check(first: str) -> str:
    """The 15th digit of a registration number from its first 14 (ISO 7064 mod 11,10)."""
    carry = 10
    for digit in first:
        carry = ((carry + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - carry) % 10)


def organisation_number(text: str) -> Number:
    """A number of an organisation whose kind its length tells: 18 credit code, 15 or 13 registration number, 9
    organisation code; anything else is a credit code of a wrong length."""
    length = len(normalise(text).replace(" ", "").replace("-", ""))
    return {9: org_code, 13: reg_no, 15: reg_no}.get(length, uscc)(text)


@dataclass(frozen=True, slots=True)
class Document:
    """An identity document of a person. `number` is normalised, 15 digits raised to 18, and never shown.

    `type` is resident_id, residence_permit (81/82/83), permanent_residence (first sign 9), passport,
    hk_macau_permit, taiwan_permit, officer, police or other. `errors`: length, alphabet, check_digit, birth_date,
    birth_in_future. `warnings`: raised_from_15, region_unknown, issuer_unknown. `masked`: parts are hidden.
    `birth` is the date inside the number, where it is one."""

    type: str
    number: str = field(repr=False)
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    masked: bool = False
    birth: Day | None = field(default=None, repr=False)
    issuer: str = "CN"

    @property
    def proves(self) -> bool:
        """May it prove identity: in full, sound, and one document of one issuer?"""
        return not self.errors and not self.masked and "issuer_unknown" not in self.warnings


DOCUMENT_TYPES: dict[str, tuple[str, ...]] = {
    "resident_id": ("10", "居民身份证", "身份证", "中华人民共和国居民身份证", "公民身份号码", "RESIDENT_ID"),
    "residence_permit": ("港澳台居民居住证", "港澳居民居住证", "台湾居民居住证", "RESIDENCE_PERMIT"),
    "permanent_residence": ("外国人永久居留身份证", "外国人永久居留证", "PERMANENT_RESIDENCE"),
    "passport": ("40", "护照", "外国护照", "外国(地区)护照", "PASSPORT"),
    "hk_macau_permit": (
        "52",
        "54",
        "港澳居民来往内地通行证",
        "港澳通行证",
        "回乡证",
        "香港",
        "澳门",
        "HK_MACAU_PERMIT",
    ),
    "taiwan_permit": ("56", "台湾居民来往大陆通行证", "台胞证", "台湾", "TAIWAN_PERMIT"),
    "officer": ("20", "军官证", "OFFICER"),
    "police": ("30", "警官证", "POLICE"),
    "other": ("90", "其他", "OTHER"),
}
"""Types of identity document with the codes and words that sources write for them."""

_TYPE_OF = {word: code for code, words in DOCUMENT_TYPES.items() for word in words}
_BY_NUMBER = ("resident_id", "residence_permit", "permanent_residence")
_FORMS = {
    "passport": re.compile(r"[0-9A-Z]{5,20}"),
    "hk_macau_permit": re.compile(r"[HM]?(?:\d{8}|\d{10})"),
    "taiwan_permit": re.compile(r"\d{8}|\d{10}[A-Z]?"),
    "officer": re.compile(r"[^*]{4,30}"),
    "police": re.compile(r"[^*]{4,30}"),
    "other": re.compile(r"[^*]{4,40}"),
}
_MASK = re.compile(r"[*×●•#?]")
_MASK_IN_DIGITS = re.compile(r"XX")


def document_type(words: str) -> str | None:
    """The code of a document type from a source's code or words; None where it is not known."""
    return _TYPE_OF.get(normalise(words))


def identity_document(text: str, today: date, kind: str | None = None, issuer: str | None = None) -> Document:
    """An identity document from its number as written. `kind` is a code of DOCUMENT_TYPES where the source says it;
    without it only the three kinds that a number of 18 or 15 digits tells are tried. `today` (in the
    jurisdiction's zone) bounds the birth date. `issuer` is the country of a passport."""
    value = normalise(text).replace(" ", "")
    named = kind is not None and kind not in _BY_NUMBER
    if _MASK.search(value) or (not named and _MASK_IN_DIGITS.search(value)):
        return Document(kind or "resident_id", value, masked=True)
    if not named:
        return _personal(value, today)
    assert kind is not None
    errors = () if _FORMS[kind].fullmatch(value) else ("alphabet",)
    # Two states may print the same passport number: without its issuer it is nobody's alone.
    unknown = kind in ("passport", "other") and not issuer
    by_whom = "CN" if kind not in ("passport", "other") else normalise(issuer or "") or "unknown"
    return Document(kind, value, errors, ("issuer_unknown",) if unknown else (), issuer=by_whom)


def _personal(value: str, today: date) -> Document:
    value = value.replace("-", "")
    warnings: tuple[str, ...] = ()
    number = value
    if re.fullmatch(r"[0-9]{15}", value):
        raised = value[:6] + "19" + value[6:]
        number, warnings = raised + person_check(raised), ("raised_from_15",)
    kind = _personal_kind(number)
    if len(number) != 18:
        return Document(kind, number, ("length",))
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return Document(kind, number, ("alphabet",))
    errors: tuple[str, ...] = () if number[17] == person_check(number[:17]) else ("check_digit",)
    # A foreigner's card of 2023 carries the birth date in the same place; its first six signs are no district.
    if kind != "permanent_residence" and not PROVINCE.fullmatch(number[:2]):
        warnings = (*warnings, "region_unknown")
    birth = _birth(number)
    if birth is None:
        errors = (*errors, "birth_date")
    elif birth > today:
        errors = (*errors, "birth_in_future")
    return Document(kind, number, errors, warnings, birth=Day.of(birth) if birth and not errors else None)


def _personal_kind(number: str) -> str:
    if number[:2] in ("81", "82", "83"):
        return "residence_permit"
    return "permanent_residence" if number[:1] == "9" else "resident_id"


def _birth(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def person_check(first: str) -> str:
    """The 18th sign of a personal number from its first 17 (ISO 7064 mod 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first, _PERSON_WEIGHTS, strict=True))
    return _PERSON_CHECKS[total % 11]


_MAYBE_PERSONAL = re.compile(
    r"(?<![0-9A-Za-z])\d{6}[ -]?(?:\d{8}[ -]?\d{3}[0-9Xx]|\d{6}[ -]?\d{3})(?![0-9A-Za-z])"
)
_LONG = re.compile(r"\d{3}")
_OLDEST = 1910
"""Nobody with a document of 15 digits was born before."""


def without_personal_numbers(text: str) -> str:
    """A text with each number that reads as a resident's (region, birth date; sound or not) starred out, so that the
    same text comes back where it holds none. A sound credit code or registration number is none."""
    if not _LONG.search(text):
        return text
    return _MAYBE_PERSONAL.sub(lambda found: _starred(found[0]), text)


def holds_personal_number(text: str) -> bool:
    """Does a text hold a sound number of a resident (15 digits have no check digit)? For texts that long numbers of
    another kind may stand in, such as the number of a decision."""
    found = (_plain(one[0]) for one in _MAYBE_PERSONAL.finditer(text))
    return any(
        "*" in _starred(one) and (len(one) == 15 or person_check(one[:17]) == one[17]) for one in found
    )


def _plain(found: str) -> str:
    return found.replace(" ", "").replace("-", "").upper()


def _starred(found: str) -> str:
    number = _plain(found)
    if len(number) == 15:
        birth = _birth(number[:6] + "19" + number[6:])
        personal = birth is not None and birth.year >= _OLDEST and not reg_no(number).valid
    else:
        birth = _birth(number)
        personal = birth is not None and 1900 <= birth.year <= 2100 and not uscc(number).valid
    region = PROVINCE.fullmatch(number[:2]) or number[0] == "9"
    return "*" * len(number) if personal and region else found
