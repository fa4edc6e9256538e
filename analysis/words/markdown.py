"""Texts of the data as Markdown, so that they do nothing on a page but stand there."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

# What a web address may hold as it is; all else is written as %XX.
_OF_ADDRESSES = ":/?#@!$&'()*+,;=%~-._"
# What the name of a place on a page may hold, so that it can stand in any syntax.
_ANCHOR = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


class Markdown(str):
    """A text that is Markdown already; a notebook shows it as such, any other text sign by sign."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)


def plain(text: str) -> Markdown:
    """A text of the data as Markdown that shows it sign by sign, and does nothing else.

    Every text that is not written in the book itself goes through here on its way to a page: its
    signs mean nothing to Markdown, to HTML, nor to typography ("--" stays two hyphens).
    """
    text = re.sub(r"([\\`*_{}\[\]<>#|$^~@&\"'])", r"\\\1", text)
    return Markdown(text.replace("--", "\\-\\-").replace("...", "\\.\\.\\."))


def link(text: str, address: str) -> Markdown:
    """A link to a web address, as Markdown. Raises ValueError for any other kind of address."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise ValueError(f"{address}: expected a web address, such as https://example.org/a")
    return Markdown(f"[{plain(text)}](<{quote(address, safe=_OF_ADDRESSES)}>)")


def anchored(text: str, name: str) -> Markdown:
    """A text that can be linked to by name, as Markdown. Raises ValueError for an odd name."""
    if not _ANCHOR.fullmatch(name):
        raise ValueError(f"{name}: expected a name of letters, digits and the signs - _ .")
    return Markdown(f"[{plain(text)}]{{#{name}}}")


def code(names: str) -> Markdown:
    """Names of indicators or files, set as code: "dti, papi" → `dti`, `papi`."""
    return Markdown(", ".join(f"`{name}`" for name in names.split(", ")))


def quoted(text: str) -> str:
    """What a source prints, in quotes: “07/63”."""
    return f"“{text}”"


def sections(names: str) -> Markdown:
    """References to sections, whose names are separated by ;: "sec-a;sec-b" → "@sec-a, @sec-b"."""
    return Markdown(", ".join(f"@{name}" for name in names.split(";")))


def typeset(text: str) -> str:
    """Keep a number and its percent sign on one line."""
    return re.sub(r"(?<=\d) %", "\u00a0%", text)
