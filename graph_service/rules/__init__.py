"""What the law says, as data: rule files, their vocabulary and tables, read into one `Rulebook`.

A lawyer edits `book/`, `tables/` and `vocabulary/`; nothing here knows a fact or a party.
"""
