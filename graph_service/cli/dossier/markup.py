"""HTML as text: elements, and data made safe to stand in them."""

from __future__ import annotations

from html import escape


class Html(str):
    """A piece of HTML; any other text is escaped before it stands in one."""

    __slots__ = ()


def tag(name: str, *body: object, cls: str = "", **attributes: object) -> Html:
    """An element with its body; `cls` is its class, `data_l` becomes `data-l`. A body of None is left out."""
    given = {"class": cls, **attributes} if cls else attributes
    shown = "".join(f' {key.replace("_", "-")}="{escape(str(value))}"' for key, value in given.items())
    return Html(f"<{name}{shown}>{join(*body)}</{name}>")


def join(*parts: object) -> Html:
    """Pieces one after the other; None is left out, what is not Html is escaped."""
    return Html(
        "".join(part if isinstance(part, Html) else escape(str(part)) for part in parts if part is not None)
    )


def heading(zh: str, en: str) -> Html:
    """A heading of a section in both languages."""
    return tag("h2", zh, tag("small", en))


def listed(items: list[Html], cls: str = "why") -> Html | None:
    """A list; None where it is empty."""
    return tag("ul", *items, cls=cls) if items else None


def table(heads: tuple[tuple[str, str], ...], rows: list[tuple[object, ...]]) -> Html:
    """A table that becomes a stack on a narrow screen; heads in both languages."""
    labels = [f"{zh} {en}" for zh, en in heads]
    body = [
        tag("tr", *(tag("td", cell, data_l=label) for cell, label in zip(row, labels, strict=True)))
        for row in rows
    ]
    head = tag("thead", tag("tr", *(tag("th", label) for label in labels)))
    return tag("table", head, tag("tbody", *body), cls="stack")
