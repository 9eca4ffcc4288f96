"""The register of a part as columns: firms with names, numbers, places and contacts; persons; offices and holdings."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph_service.facts.digests import Digester
from graph_service.loaders.province.codes import PHONE, credit_codes
from graph_service.loaders.province.firms import Firms
from graph_service.loaders.province.people import NameKeys, People
from graph_service.loaders.province.settings import Settings
from graph_service.loaders.province.texts import (
    NEVER,
    Bits,
    Ints,
    day_number,
    day_texts,
    digits,
    fixed,
    joined,
    numbered,
    words,
)
from graph_service.loaders.province.ties import BRANCH, WHOLE, Holdings, Members, Offices
from graph_service.loaders.province.words import BRANDS, CITIES, POSTS, ROADS, STATUSES, TRADES, TYPES

SHARES = tuple(str(Fraction(points, WHOLE)) for points in range(WHOLE + 1))

MEMBERS_PER_FIRM = 8
"""Numbers that are kept for source records of persons, per enterprise."""


@dataclass(slots=True, kw_only=True)
class Register:
    """What a part's register is written from; `firm_records` and `member_records` are its source record ids, `codes`
    the credit codes, `proved` which members gave a number in full and `masked` which a masked one."""

    settings: Settings
    firms: Firms
    members: Members
    offices: Offices
    holdings: Holdings
    people: People
    firm_records: pa.Array
    member_records: pa.Array
    codes: pa.Array
    proved: Bits
    masked: Bits

    @classmethod
    def of(
        cls,
        settings: Settings,
        firms: Firms,
        members: Members,
        offices: Offices,
        holdings: Holdings,
        people: People,
        plain: Ints,
        rng: np.random.Generator,
    ) -> Register:
        """The register with its record ids and numbers; in the firms `plain` everyone gave his number."""
        seats = np.arange(len(members.firm), dtype=np.int64)
        known = rng.random(len(seats))
        known[np.isin(members.firm, plain)] = 0
        start = int(firms.number[0]) * MEMBERS_PER_FIRM
        return cls(
            settings=settings, firms=firms, members=members, offices=offices, holdings=holdings, people=people,
            firm_records=firm_records(settings.source, firms.number),
            member_records=numbered(f"{settings.source}:P", start + seats, 8),
            codes=fixed(credit_codes(firms.number, firms.city)),
            proved=known < 0.93,
            masked=(known >= 0.93) & (known < 0.97),
        )  # fmt: skip

    def tables(self, digester: Digester, keys: NameKeys, rng: np.random.Generator) -> dict[str, pa.Table]:
        """All tables of the register, by type of fact and `card`."""
        return {
            **self._firms(rng),
            **self._persons(digester, keys),
            "office": self._offices(),
            "holding": self._holdings(),
            **self._standing(rng),
        }

    def _firms(self, rng: np.random.Generator) -> dict[str, pa.Table]:
        firms, record = self.firms, self.firm_records
        company = np.flatnonzero(firms.agent >= 0)
        branches = np.flatnonzero(firms.type == BRANCH)
        return {
            "enterprise": pa.table(
                {
                    "record": record,
                    "type": words([name for name, *_ in TYPES], firms.type),
                    "status": words(STATUSES, firms.status),
                    "established": day_texts(firms.established),
                    "capital": _plain_numbers(firms.capital),
                    "currency": words(("CNY",), np.zeros(len(firms), dtype=np.int64)),
                    "trade": words([code for code, *_ in TRADES], firms.trade),
                    "region": words([code for code, *_ in CITIES], firms.city),
                }
            ),
            "name": self._names(rng),
            "identifier": pa.table(
                {
                    "record": record,
                    "scheme": words(("uscc",), np.zeros(len(firms), dtype=np.int64)),
                    "value": self.codes,
                }
            ),
            "address": pa.table({"record": record, "address": _addresses(firms)}),
            "phone": pa.table({"record": record, "phone": joined(PHONE, fixed(digits(firms.phone, 8)))}),
            "filing_agent": pa.table(
                {"record": record.take(company), "agent": record.take(firms.agent[company])}
            ),
            "branch_of": pa.table(
                {"record": record.take(branches), "enterprise": record.take((branches + 1) % len(firms))}
            ),
        }

    def _names(self, rng: np.random.Generator) -> pa.Table:
        firms = self.firms
        renamed = np.flatnonzero(rng.random(len(firms)) < 0.03)
        rows = np.concatenate([np.arange(len(firms)), renamed])
        former = np.arange(len(rows)) >= len(firms)
        brand = (firms.number[rows] * 2_654_435_761 + former * 97) % len(BRANDS)
        ended = np.where(
            former, np.minimum(firms.established[rows] + 400, day_number(self.settings.today)), NEVER
        )
        return pa.table(
            {
                "record": self.firm_records.take(rows),
                "name": joined(
                    words([name for _, name, _ in CITIES], firms.city[rows]),
                    words(BRANDS, brand),
                    words([word for _, word, _ in TRADES], firms.trade[rows]),
                    words([end for _, end, *_ in TYPES], firms.type[rows]),
                ),
                "use": words(("former",), np.where(former, 0, -1)),
                "until": day_texts(ended),
            }
        )

    def _persons(self, digester: Digester, keys: NameKeys) -> dict[str, pa.Table]:
        who, people = self.members.person, self.people
        dated = self.proved | self.masked
        proved = np.flatnonzero(self.proved)
        distinct, places = np.unique(who[proved], return_inverse=True)
        tokens = pa.array(people.tokens(digester, distinct)).take(places)
        number = fixed(people.numbers[who])
        hidden = joined(
            pc.utf8_slice_codeunits(number, 0, 6), "********", pc.utf8_slice_codeunits(number, 14)
        )
        return {
            "person": pa.table(
                {
                    "record": self.member_records,
                    "name_key": keys.of(people.names[who]),
                    "adult_on": _only(people.adult_column(who), dated),
                }
            ),
            "identity": pa.table(
                {
                    "record": self.member_records.take(proved),
                    "level": words(("PROVED",), np.zeros(len(proved), dtype=np.int64)),
                    "document": tokens,
                    "basis": words(("register",), np.zeros(len(proved), dtype=np.int64)),
                }
            ),
            "card": pa.table(
                {
                    "record": self.member_records,
                    "name": people.name_column(who),
                    "birth_date": _only(day_texts(people.birth[who]), dated),
                    "sex": words(("female", "male"), people.male[who].astype(np.int64)),
                    "document_type": words(("resident_id",), np.where(dated, 0, -1)),
                    "document_masked": _only(hidden, dated),
                }
            ),
        }

    def _offices(self) -> pa.Table:
        offices = self.offices
        firm = self.members.firm[offices.member]
        extract = np.where(offices.since == NEVER, day_number(self.settings.today), NEVER)
        return pa.table(
            {
                "record": self.member_records.take(offices.member),
                "enterprise": self.firm_records.take(firm),
                "post": words(POSTS, offices.post),
                "since": day_texts(offices.since),
                "until": day_texts(offices.until),
                "disclosed_on": day_texts(extract),
            }
        )

    def _holdings(self) -> pa.Table:
        holdings = self.holdings
        # Holders are persons' records first, then firms': one list to take from.
        holders = pa.concat_arrays([self.member_records, self.firm_records])
        holder = np.where(holdings.member >= 0, holdings.member, len(self.member_records) + holdings.investor)
        amount = self.firms.capital[holdings.firm] * holdings.subscribed // WHOLE
        nominee = np.where(holdings.nominee, 1, 0).astype(np.bool_)
        return pa.table(
            {
                "record": holders.take(holder),
                "enterprise": self.firm_records.take(holdings.firm),
                "subscribed": words(SHARES, holdings.subscribed),
                "paid": words(SHARES, holdings.paid),
                "subscribed_amount": _plain_numbers(amount),
                "currency": words(("CNY",), np.zeros(len(holder), dtype=np.int64)),
                "nominee": pa.array(nominee, mask=~nominee),
                "since": day_texts(holdings.since),
            }
        )

    def _standing(self, rng: np.random.Generator) -> dict[str, pa.Table]:
        """The positive half, kept as facts only: licences, red lists, commitments; and guarantees."""
        firms = self.firms
        today = day_number(self.settings.today)
        licensed, red, promised, bound = (
            np.flatnonzero(rng.random(len(firms)) < share) for share in (0.02, 0.02, 0.01, 0.005)
        )
        day = np.minimum(firms.established + 100, today)
        number = digits(firms.number, 7)
        return {
            "licence": pa.table(
                {
                    "record": self.firm_records.take(licensed),
                    "number": joined("许", fixed(number[licensed])),
                    "authority": words(
                        [f"{code}-market_supervision" for code, *_ in CITIES], firms.city[licensed]
                    ),
                    "date": day_texts(day[licensed]),
                }
            ),
            "red_list_entry": pa.table(
                {
                    "record": self.firm_records.take(red),
                    "list": words(("tax_level_a",), np.zeros(len(red), dtype=np.int64)),
                    "year": words((str(self.settings.today.year - 1),), np.zeros(len(red), dtype=np.int64)),
                }
            ),
            "commitment": pa.table(
                {
                    "record": self.firm_records.take(promised),
                    "number": joined("诺", fixed(number[promised])),
                    "date": day_texts(day[promised]),
                    "kept": pa.array(rng.random(len(promised)) < 0.9),
                }
            ),
            "guarantee": pa.table(
                {
                    "record": self.firm_records.take(bound),
                    "debtor": self.firm_records.take((bound + 7) % len(firms)),
                    "amount": _plain_numbers(firms.capital[bound] // 2),
                    "currency": words(("CNY",), np.zeros(len(bound), dtype=np.int64)),
                }
            ),
        }


def firm_records(source: str, numbers: Ints) -> pa.Array:
    """Source record ids of enterprises by their number in the province."""
    return numbered(f"{source}:E", numbers, 7)


def _plain_numbers(values: Ints) -> pa.Array:
    return pa.array(values).cast(pa.string())


def _only(column: pa.Array, which: Bits) -> pa.Array:
    return pc.if_else(pa.array(which), column, pa.scalar(None, pa.string()))


def _addresses(firms: Firms) -> pa.Array:
    house = firms.place // len(ROADS)
    return joined(
        words([name for _, name, _ in CITIES], firms.place_city),
        words(ROADS, firms.place % len(ROADS)),
        _plain_numbers(house % 998 + 1),
        "号",
        _plain_numbers(house // 998 % 30 + 101),
        "室",
    )
