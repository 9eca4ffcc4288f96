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
# # A first case 第一个案件
#
# A food firm loses its licence. Who is bound to what, by which words of which law, since when, until when, and how
# do we know? And when the decision falls: what is left?
#
# Everything here goes through the public face of the package: `graph_service.open` and its frames.

# %%
import tempfile
from pathlib import Path

import graph_service

folder = Path(tempfile.mkdtemp(prefix="first-case-"))
register = graph_service.open(folder)
why = {"purpose": "a first case", "inquiry": "notebook-01"}

# %% [markdown]
# ## What the register says
#
# One fact a line: its type, the source record it is stated on, and its fields. L is the legal representative, Q the
# quality manager, S holds most of the capital, and F had been the representative until 2020.

# %%
register.post("""
authority gz:market code=gz:market department=market_supervision level=city region=440100
enterprise reg:C type=limited_company region=440100
name reg:C name=望川食品有限公司
identifier reg:C scheme=uscc value=91440100MA0000007W
person reg:L name_key=L adult_on=1990-01-01
identity reg:L level=PROVED document=resident_id:l
person reg:Q name_key=Q adult_on=1991-01-01
identity reg:Q level=PROVED document=resident_id:q
person reg:S name_key=S adult_on=1975-01-01
identity reg:S level=PROVED document=resident_id:s
person reg:F name_key=F adult_on=1970-01-01
identity reg:F level=PROVED document=resident_id:f
office reg:L enterprise=reg:C post=legal_representative since=2020-03-01
office reg:F enterprise=reg:C post=legal_representative since=2015-08-01 until=2020-03-01
holding reg:S enterprise=reg:C subscribed=60% since=2015-08-01
""")["stated"]

# %%
offices = register.offices(as_of="2026-05-10", **why)
offices[["person", "enterprise", "post", "since", "held"]]

# %%
assert list(offices["person"]) == ["reg:L"]

# %% [markdown]
# ## The decision
#
# On 10 May 2026 the licence is revoked. The decision names Q as directly responsible; it does not name L.

# %%
difference = register.post("""
decision reg:C case=licence act=decision category=food_licence_revoked authority=gz:market number=17 \
date=2026-05-10 conditions=[licence_revoked]
naming reg:Q case=licence role=directly_responsible conditions=[decision_names_the_person]
""")
[(one["party"], one["measure"], one["after"]) for one in difference["opened"]]

# %% [markdown]
# ## Who is bound
#
# The firm, and Q whom the decision names. Not L: an office alone is only *proposed* until the decision names him or
# a reviewer confirms it. Not S: a holding makes nobody responsible. Not F: he had left.

# %%
bound = register.consequences(as_of="2026-11-23", **why)
bound[["party", "measure", "title_zh", "law", "article", "since", "last_day"]]

# %%
assert set(bound["party"]) == {"reg:C", "reg:Q"}
assert set(bound["last_day"]) == {"2031-05-10"}

# %%
pending = register.consequences(as_of="2026-11-23", review=True, **why)
pending.loc[pending["state"] != "in_force", ["party", "measure", "state", "clause"]]

# %% [markdown]
# ## Two clocks
#
# `as_of` asks about a day in the world; `known_at` about what we knew. A day before the decision nothing was in
# force; at the entry before it was posted we knew nothing of it, whatever day we ask about.

# %%
assert register.consequences(as_of="2026-05-09", **why).empty
before = difference["entry"] - 1
assert register.consequences(as_of="2026-11-23", known_at=before, **why).empty
register.decisions(as_of="2026-11-23", **why)[["case", "subject", "category", "date", "annulled"]]

# %% [markdown]
# ## When the act falls
#
# A court annuls the decision. Everything that stood on it falls in the same breath, back to its beginning; what was
# known before can still be asked for.

# %%
fallen = register.post("annulment reg:C case=licence date=2027-02-01")
[(one["party"], one["measure"], one["before"], one["after"]) for one in fallen["ended"]]

# %%
assert register.consequences(as_of="2027-03-01", **why).empty
assert len(register.consequences(as_of="2027-03-01", known_at=difference["entry"], **why)) == len(bound)

# %% [markdown]
# ## What every column says

# %%
graph_service.data_dictionary().query("frame == 'consequences'")[["column", "type", "says", "says_zh"]]

# %%
register.close()
