# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exact change 精确变更
#
# A province, with its firms, officers and decisions. One decision is annulled. What rested on it falls, back to its
# beginning, with a signed certificate for each; nothing else moves; and what was known before can still be asked for.
#
# The province is generated: numbers and names are valid and nobody's.

# %%
import tempfile
from pathlib import Path

import graph_service

day = "2026-11-23"
why = {"purpose": "exact change", "inquiry": "notebook-02"}
register = graph_service.open(Path(tempfile.mkdtemp(prefix="exact-change-")))
loaded = register.load("province", enterprises=2_000, today=day)
loaded["cases"], loaded["consequences"]

# %% [markdown]
# ## Before
#
# What is in force on the day, by measure: each line of it by a clause, with a proof.

# %%
before = register.consequences(as_of=day, **why)
before.groupby(["measure", "title_zh", "title_en"]).agg(
    consequences=("consequence", "size"), parties=("party", "nunique"), cases=("case", "nunique")
)

# %% [markdown]
# ## The act that falls
#
# The decision by which most persons are bound. A review body annuls it, two days before we ask.

# %%
persons = before[before["target"] == "person"]
case = persons.groupby("case")["party"].nunique().sort_values(kind="stable").index[-1]
decision = register.decisions(as_of=day, **why).set_index("case").loc[case]
decision[["subject", "act", "category", "authority", "number", "date"]]

# %%
before.loc[before["case"] == case, ["party", "target", "title_zh", "law", "article", "since", "last_day"]]

# %%
annulled = register.post(f"annulment {decision['record']} case={case} date=2026-11-21")
[(one["party"], one["measure"], one["before"], one["after"]) for one in annulled["ended"]]

# %% [markdown]
# ## After
#
# The difference of the two days is what the answer said, and no more.

# %%
after = register.consequences(as_of=day, **why)
key = ["consequence", "party"]
gone = before.merge(after[key], on=key, how="left", indicator=True).query("_merge == 'left_only'")
gone[["party", "measure", "title_zh", "case"]]

# %%
assert len(gone) > 0
assert set(gone["case"]) <= set(annulled["cases"])
assert not (after["case"] == case).any()
untouched = before[~before["consequence"].isin(gone["consequence"])].reset_index(drop=True)
assert after.equals(untouched)

# %% [markdown]
# ## Who is told
#
# Each end is an alert, written in the same transaction, and a certificate signed with the key of this register: what
# stood, on which proof, why it no longer stands, since when, and who had been told. It is checked without the service
# by `graph-service certificate verify`.

# %%
told = register.alerts(as_of="2030-01-01", **why)
told.loc[told["entry"] == annulled["entry"], ["kind", "party", "measure", "before", "after", "reason"]]

# %%
certificates = register.certificates(as_of="2030-01-01", **why)
certificates[["kind", "since", "party", "measure", "before", "after", "told", "key"]]

# %%
assert set(gone["consequence"]) <= set(certificates["consequence"])
assert set(certificates["entry"]) == {annulled["entry"]}

# %% [markdown]
# ## Two clocks
#
# Asked as it was known before the annulment, the answer is the one we had, to the last cell.

# %%
assert register.consequences(as_of=day, known_at=annulled["entry"] - 1, **why).equals(before)

# %% [markdown]
# ## When the annulment itself was wrong
#
# It is taken back, and what it took away stands again: from the same day, to the same day.

# %%
restored = register.post(f"""
^act annulment {decision["record"]} case={case} date=2026-11-21
retraction {decision["record"]} of=^act
""")
[(one["party"], one["measure"], one["before"], one["after"]) for one in restored["opened"]]

# %%
assert register.consequences(as_of=day, **why).equals(before)

# %% [markdown]
# ## As from nothing
#
# Everything was changed step by step. A fresh process, given the facts only, derives the same, byte for byte.

# %%
verified = register.verify()
assert verified["equal"]
verified

# %%
register.close()
