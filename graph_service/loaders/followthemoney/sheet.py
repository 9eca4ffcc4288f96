"""What a FollowTheMoney source promises, and which of its schemata state facts here."""

from __future__ import annotations

from graph_service.intake import Column, SourceSheet, TableSheet

PERSON = "person"
ORGANISATION = "organisation"
UNDECIDED = "undecided"

PARTIES: dict[str, str] = {
    "Person": PERSON,
    "Company": ORGANISATION,
    "Organization": ORGANISATION,
    "PublicBody": ORGANISATION,
    "LegalEntity": UNDECIDED,
}
"""Schemata of parties. A LegalEntity is a person or an organisation: the publisher does not say which."""

CONNECTIONS: dict[str, tuple[str, str, str]] = {
    "UnknownLink": ("subject", "object", "unknown"),
    "Membership": ("member", "organization", "membership"),
    "Employment": ("employee", "employer", "employment"),
    "Representation": ("agent", "client", "representation"),
    "Control": ("controller", "controlled", "control"),
    "Succession": ("predecessor", "successor", "succession"),
    "Debt": ("debtor", "creditor", "debt"),
}
"""Ties that are neither a registered post nor a share: schema to its two ends and the nature of the connection."""

DOCUMENTS = frozenset({"Passport", "Identification"})
"""Schemata of identity documents."""

_NO_PARTY = "a thing, a text or an event is no party of a case; nothing in the law of this service reads it"

REFUSED: dict[str, str] = {
    "Family": "kinship is out of scope: no law of this service reaches a relative",
    "Associate": "a personal tie is out of scope: no law of this service reaches an acquaintance",
    "Occupancy": "a public office is no post in an enterprise",
    "Position": "a public office is no post in an enterprise",
    "Risk": "a publisher's own label is no act of an authority",
    "Similar": "a proposal that two records are one is no identity fact",
    **dict.fromkeys(
        (
            "Airplane", "Article", "Asset", "Audio", "BankAccount", "Call", "CallForTenders", "Contract",
            "ContractAward", "CourtCase", "CourtCaseParty", "CryptoWallet", "Document", "Documentation",
            "EconomicActivity", "Email", "Event", "Folder", "HyperText", "Image", "License", "Mention", "Message",
            "Note", "Package", "Page", "Pages", "Payment", "PlainText", "Project", "ProjectParticipant",
            "RealEstate", "Security", "Table", "TaxRoll", "Territory", "Trip", "UserAccount", "Vehicle", "Vessel",
            "Video", "Workbook",
        ),
        _NO_PARTY,
    ),
}  # fmt: skip
"""Schemata that are counted and of which nothing is kept, each with the reason."""

SHEET = SourceSheet(
    name="followthemoney",
    title="FollowTheMoney entities as JSON lines",
    zh="FollowTheMoney 实体（JSON 行）",
    binds=(
        "whom OFAC, the EU or the UK listed, on the record that the listing names, and nobody else; offices and"
        " holdings are shown and bind no one by themselves"
    ),
    tables=(
        TableSheet(
            name="lines",
            files=(".json", ".jsonl", ".ijson", ".ndjson", ".ftm"),
            columns=(
                Column(name="id", headers=("id",), holds="code", required=True),
                Column(name="schema", headers=("schema",), holds="code", required=True),
                Column(name="properties", headers=("properties", "statements"), required=True, personal=True),
            ),
            required=True,
        ),
    ),
    encodings=("utf-8",),
    key_is_person=True,
    out_of_scope=tuple(REFUSED.items()),
)
"""The promises: UTF-8, one entity (or one statement) a line, at least 95 of 100 lines readable; one id is one party."""
