"""Bytes into lines: which encoding a file is in, and which of its lines are broken."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph_service.intake.loader import SourceFile


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file is to be decoded: a Python codec, and whether any line of the file breaks it."""

    codec: str
    broken: bool


def lines_of(file: SourceFile) -> Iterator[bytes]:
    """The lines of a file, each with its end; a last line without one too."""
    rest = b""
    for chunk in file.chunks():
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line + b"\n" for line in whole)
    if rest:
        yield rest


def encoding_of(lines: Iterable[bytes], allowed: tuple[str, ...]) -> Encoding:
    """The encoding a file is in: the first of `allowed` that all lines keep; where none is kept, UTF-8 if most of the
    lines with other than ASCII keep that (GB 18030 reads almost any bytes, so a UTF-8 file with one broken line
    would turn into other Chinese words), else the last allowed."""
    utf8, other = 0, 0
    rest_keep = dict.fromkeys(allowed[1:], True)
    first = True
    for line in lines:
        if first and line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return Encoding("utf-16", True)
        first = False
        if line.isascii():
            continue
        if _keeps(line, allowed[0]):
            utf8 += 1
        else:
            other += 1
        for codec in rest_keep:
            rest_keep[codec] = rest_keep[codec] and _keeps(line, codec)
    if not other:
        return Encoding(allowed[0], False)
    if utf8 >= other:
        return Encoding(allowed[0], True)
    kept = [codec for codec, keeps in rest_keep.items() if keeps]
    return Encoding(kept[0], False) if kept else Encoding(allowed[-1], True)


def _keeps(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def decoded(lines: Iterable[bytes], codec: str) -> Iterator[str]:
    """The lines as text, without a mark at the beginning of the file; bytes that break the codec become U+FFFD,
    which `texts.read_text` names."""
    plain = "utf-8" if codec == "utf-8-sig" else codec
    for number, line in enumerate(lines):
        text = line.decode(plain, "replace")
        yield text.removeprefix("\ufeff") if number == 0 else text
