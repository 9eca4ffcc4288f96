"""Fictitious numbers with valid check digits, made for whole columns.

They pass every check and can belong to no one: districts 4499xx were never given in Guangdong (GB/T 2260), so no
公民身份号码 and no 统一社会信用代码 begins so; organisation codes begin with MAF; mobile numbers begin with 100, and
Chinese ones begin with 13 to 19. GB 32100-2015, GB 11714, GB 11643-1999.
"""

from __future__ import annotations

import numpy as np

from graph_service.loaders.province.texts import Ints, Signs, day_signs, digits

_CREDIT = np.frombuffer(b"0123456789ABCDEFGHJKLMNPQRTUWXY", dtype=np.uint8)
_CREDIT_VALUE = np.zeros(128, dtype=np.int64)
_CREDIT_VALUE[_CREDIT] = np.arange(31)
_CREDIT_WEIGHTS = np.array([pow(3, place, 31) for place in range(17)], dtype=np.int64)

_ORGANISATION_VALUE = np.zeros(128, dtype=np.int64)
_ORGANISATION_VALUE[48:58] = np.arange(10)
_ORGANISATION_VALUE[65:91] = np.arange(10, 36)
_ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
_ORGANISATION_CHECKS = np.frombuffer(b"0123456789X0", dtype=np.uint8)

_PERSON_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
_PERSON_CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)

DISTRICT = 449_900
"""The first of the hundred districts that do not exist."""

MINORS = 50
"""Persons under age live in the districts from DISTRICT + MINORS on, so no two persons share a number."""

PHONE = "100"


def credit_codes(firms: Ints, city: Ints) -> Signs:
    """统一社会信用代码 of enterprises by their number in the province; 18 signs, both check digits valid."""
    signs = np.empty((len(firms), 18), dtype=np.uint8)
    signs[:, 0:2] = np.frombuffer(b"91", dtype=np.uint8)
    signs[:, 2:8] = digits(DISTRICT + city, 6)
    signs[:, 8:11] = np.frombuffer(b"MAF", dtype=np.uint8)
    rest = firms.copy()
    for place in range(15, 10, -1):
        rest, digit = np.divmod(rest, 31)
        signs[:, place] = _CREDIT[digit]
    inner = _ORGANISATION_VALUE[signs[:, 8:16]] @ _ORGANISATION_WEIGHTS
    signs[:, 16] = _ORGANISATION_CHECKS[11 - inner % 11]
    total = _CREDIT_VALUE[signs[:, :17]] @ _CREDIT_WEIGHTS
    signs[:, 17] = _CREDIT[-total % 31]
    # An inner check sign X is a letter of the outer alphabet too, so every code can be written.
    return signs


def personal_numbers(district: Ints, birth: Ints, sequence: Ints) -> Signs:
    """公民身份号码 from district, day of birth (day number) and sequence (odd: male); 18 signs."""
    signs = np.empty((len(district), 18), dtype=np.uint8)
    signs[:, 0:6] = digits(district, 6)
    signs[:, 6:14] = day_signs(birth)
    signs[:, 14:17] = digits(sequence, 3)
    signs[:, 17] = _PERSON_CHECKS[(signs[:, :17].astype(np.int64) - 48) @ _PERSON_WEIGHTS % 11]
    return signs
