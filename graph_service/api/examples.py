"""Examples of the OpenAPI document: fictitious firms and persons, numbers that pass no check."""

from __future__ import annotations

from typing import Any

CLOCKS: dict[str, Any] = {"as_of": "2026-11-23", "known_at": {"entry": 17, "at": "2026-11-23T08:00:00+00:00"}}
FIRM = "register_cn:91440101MA5ABCDE0X"
PERSON = "register_cn:p-17"
CASE = "gd-market-supervision:粤市监处罚〔2026〕17号"
TITLE = {"zh-CN": "不得担任公司董监高", "en": "bar from company director, supervisor, senior manager"}

CHECK_BODY = {
    "subjects": [{"uscc": "91440101MA5ABCDE0X"}, {"document_number": "44010119900101001X"}],
    "measures": ["M03"],
    "as_of": "2026-11-23",
    "purpose": "tender review",
    "inquiry_number": "2026-117",
}
CHECK = {
    **CLOCKS,
    "rulebook": "5c1f…",
    "answers": [
        {
            "subject": 0,
            "answer": {"code": "bound", "title": {"zh-CN": "受限", "en": "bound"}},
            "party": FIRM,
            "target": "enterprise",
            "measures": [
                {
                    "measure": {"code": "M03", "title": TITLE},
                    "answer": "bound",
                    "scope": "director, supervisor, senior manager of any company",
                    "kind": "K1",
                    "disputed": False,
                    "since": "2026-05-10",
                    "until": "2029-05-11",
                    "last_day": "2029-05-10",
                    "bases": [
                        {
                            "consequence": "consequence:0123456789abcdef01234567",
                            "case": CASE,
                            "clause": "CN-COMP-178/3",
                            "law": "公司法",
                            "article": "Art 178",
                            "since": "2026-05-10",
                            "until": "2029-05-11",
                            "last_day": "2029-05-10",
                            "end": "P3Y",
                            "disputed": False,
                        }
                    ],
                }
            ],
        },
        {
            "subject": 1,
            "answer": {
                "code": "unknown_identifier",
                "title": {"zh-CN": "未知标识", "en": "unknown identifier"},
            },
            "party": None,
            "target": None,
            "measures": [],
        },
    ],
    "sources": [{"source": "register_cn", "entry": 3, "at": "2026-11-20T02:00:00+00:00", "age_days": 3}],
}
FACTS_BODY = {
    "facts": [
        {
            "type": "decision",
            "record": FIRM,
            "case": CASE,
            "act": "decision",
            "category": "food_licence_revocation",
            "authority": "gd-market-supervision",
            "number": "粤市监处罚〔2026〕17号",
            "date": "2026-05-10",
            "conditions": ["licence_revoked"],
        },
        {"type": "person", "record": "case:17-1"},
        {
            "type": "identity",
            "record": "case:17-1",
            "level": "PROVED",
            "document_number": "44010119900101001X",
            "document_type": "resident_id",
        },
    ],
    "cards": [{"record": "case:17-1", "name": "张三"}],
}
DIFFERENCE = {
    "entry": 18,
    "at": "2026-11-23T08:00:01+00:00",
    "stated": 3,
    "known_already": 0,
    "cases": [CASE],
    "opened": [
        {
            "consequence": "consequence:0123456789abcdef01234567",
            "case": CASE,
            "clause": "CN-FOOD-135/1",
            "measure": "M05",
            "party": "case:17-1",
            "before": None,
            "after": "in_force",
        }
    ],
    "changed": [],
    "ended": [],
    "problems": [],
}
PARTY = {
    **CLOCKS,
    "id": FIRM,
    "kind": "enterprise",
    "records": [FIRM],
    "names": [{"name": "某某食品有限公司", "use": "registered"}],
    "identifiers": [{"scheme": "uscc", "value": "91440101MA5ABCDE0X", "valid": True}],
    "offices": [
        {"fact": "office:0123456789abcdef01234567", "post": "director", "party": PERSON, "name": "张*"}
    ],
    "holdings": [],
}
CONSEQUENCES = {
    **CLOCKS,
    "party": PERSON,
    "total": 1,
    "next": None,
    "consequences": [
        {
            "id": "consequence:0123456789abcdef01234567",
            "case": CASE,
            "clause": "CN-FOOD-135/1",
            "measure": {
                "code": "M05",
                "title": {"zh-CN": "行业禁入/从业禁止", "en": "occupational or industry bar"},
            },
            "state": "in_force",
            "timeline": [
                {
                    "since": "2026-05-10",
                    "until": None,
                    "state": "in_force",
                    "reason": "mandatory",
                    "disputed": False,
                }
            ],
            "proof": {
                "clause": "CN-FOOD-135/1",
                "law": "食品安全法",
                "article": "Art 135",
                "facts": [],
                "looks": [],
            },
        }
    ],
}
CASE_PAGE = {**CLOCKS, "case": CASE, "status": "standing", "bound": [], "near": [], "acts": []}
SEARCH = {
    **CLOCKS,
    "total": 1,
    "next": None,
    "results": [{"party": FIRM, "records": [FIRM, "creditchina:G1"], "record": FIRM, "kind": "enterprise",
                 "name": "某某食品有限公司", "matched": "former_name", "text": "某某饮料有限公司"}],
}  # fmt: skip
REVIEW = {**CLOCKS, "kind": "drafts", "total": 0, "next": None, "items": []}
QUERIES = {
    "queries": [
        {
            "query": "officers-of-firm",
            "title": {"zh-CN": "某日在任的登记职务", "en": "Officers of a firm on a day"},
            "question": "Who held which registered post in this firm on the day?",
            "parameters": [{"name": "firm", "type": "party", "says": "the firm", "default": None}],
            "columns": [{"name": "person", "type": "party", "says": "who"}],
            "purpose_needed": True,
            "only_at_head": None,
        }
    ]
}
QUERY_BODY = {"parameters": {"firm": FIRM}, "purpose": "tender review", "inquiry_number": "2026-117"}
QUERY = {**CLOCKS, "query": "officers-of-firm", "columns": [], "rows": [], "total": 0, "next": None}
HEALTH = {"status": "ok", "version": "0.1.0"}
READY = {"status": "ready", "graph": "neo4j", "head": 17, "rulebook": "5c1f…"}
FACT_TYPES = {
    "types": [{"type": "service", "fields": [{"name": "record", "holds": "str", "required": True}]}]
}
VERIFICATION = {
    "equal": True,
    "entry": 17,
    "rulebook": "5c1f…",
    "facts": 1200,
    "cases": 14,
    "consequences": 31,
    "digest": "9f2b…",
    "beside": True,
    "differences": [
        {"case": CASE, "part": "consequence", "id": "consequence:0123…", "why": "it is kept otherwise …"}
    ],
    "seconds": 1.8,
}
CERTIFICATE = {
    "certificate": {
        "id": "certificate:0123456789abcdef0123456789abcdef",
        "kind": "restored",
        "consequence": CONSEQUENCES["consequences"][0],
        "before": {
            "since": "2026-05-10",
            "until": None,
            "state": "in_force",
            "reason": "mandatory",
            "disputed": False,
        },
        "after": {
            "since": "2026-05-10",
            "until": None,
            "state": "retracted",
            "reason": "annulment",
            "disputed": False,
        },
        "because": [{"part": "annulment", "fact": "annulment:0123456789abcdef01234567"}],
        "still_bound_by": [],
        "since": "2026-05-10",
        "entry": 18,
        "at": "2026-11-23T01:00:00+00:00",
        "rulebook": "5c1f…",
        "told": [{"who": "a bank", "how": "read: check", "at": "2026-06-01T01:00:00+00:00"}],
    },
    "signature": {"algorithm": "Ed25519", "key": "ed25519:0123456789abcdef", "value": "…"},
}
CERTIFICATES = {**CLOCKS, "about": PERSON, "certificates": [CERTIFICATE], "total": 1, "withheld": 0}
NOTICES = {"who": "bank", "notices": [CERTIFICATE], "total": 1, "withheld": 0, "next": 7}
KEYS = {"keys": [{"key": "ed25519:0123456789abcdef", "algorithm": "Ed25519", "public": "…"}]}
WAYS_OUT = {
    **CLOCKS,
    "consequence": "consequence:0123456789abcdef01234567",
    "case": CASE,
    "measure": "M05",
    "state": {
        "since": "2026-05-10",
        "until": None,
        "state": "in_force",
        "reason": "mandatory",
        "disputed": False,
    },
    "ways_out": [
        {
            "actor": "authority",
            "route": "annulment",
            "zh": "撤销",
            "says": "the decision is annulled: what rests on it ends, back to its beginning",
            "law": "食品安全法 Art 135",
            "on": "2026-11-23",
            "free_from": "2026-11-23",
            "back": True,
            "waits_for": None,
            "about": CASE,
            "facts": [{"fact_type": "annulment", "record": FIRM, "case": CASE, "date": "2026-11-23"}],
        }
    ],
    "total": 1,
}
ALERTS: dict[str, Any] = {
    "alerts": [
        {
            "number": 41,
            "id": "alert:0123456789abcdef01234567",
            "kind": "ended",
            "consequence": "consequence:0123456789abcdef01234567",
            "case": CASE,
            "clause": "CN-FOOD-135/1",
            "measure": {
                "code": "M05",
                "title": {"zh-CN": "行业禁入/从业禁止", "en": "occupational or industry bar"},
            },
            "target": "person",
            "record": PERSON,
            "binds": [PERSON],
            "before": {"state": "in_force", "since": "2026-05-10", "reason": "mandatory", "disputed": False},
            "after": {"state": "retracted", "since": "2026-05-10", "reason": "annulment", "disputed": False},
            "day": "2026-11-23",
            "entry": 18,
            "review": False,
        }
    ],
    "next": 41,
    "newest": 41,
    "withheld": 0,
}
SWEEP = {"day": "2026-11-23", "alerts": 3, "newest": 44}
STREAM: dict[str, Any] = {
    "description": "Events `alert`, each with the number of the alert as its id",
    "content": {
        "text/event-stream": {
            "schema": {"type": "string"},
            "example": 'id: 41\nevent: alert\ndata: {"number":41}\n\n',
        }
    },
}
