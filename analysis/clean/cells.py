"""What no cell of a raw file may hold: signs that a reader cannot see, or that a program obeys."""

from __future__ import annotations

import re
import unicodedata

# The longest cell is a note of 300 characters; a whole document in a cell is a slip.
LONGEST = 2_000

# Alphabets of the languages that sources are written in, beside Latin. A letter of another one is
# most likely a look-alike: Cyrillic "а" for Latin "a" makes a name that no search finds.
_ALPHABETS = ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL")
# Letters of these languages that are none of a to z with marks, and signs that are printed though
# plain ones stand for the same. Others are look-alikes (Ð for Đ, ɑ, ﬁ) or come of a bad conversion.
_LETTERS = frozenset("đĐœŒæÆøØłŁßẞ")
_SIGNS = frozenset("²³½¼¾…™℃№ªº")
_PLAIN = re.compile(r"[A-Za-z0-9 .,;:/()%'\"–\-]*")
_FORMULA = re.compile(r"[=@]|[+\-](?![0-9.,]+ ?%?$)")
_MARKUP = re.compile(r"<[A-Za-z/!]")

MEND_TYPE = "Type the text again by hand."


def fault(text: str) -> tuple[str, str] | None:
    """What is wrong with a cell: (what was expected, how to mend it); None where nothing is.

    A cell may not begin or end with a space, hold invisible or control characters, digits other
    than 0-9, letters of an alphabet that no source is written in, a spreadsheet formula or HTML,
    and is at most ``LONGEST`` characters long.
    """
    if len(text) > LONGEST:
        return f"at most {LONGEST} characters, not {len(text)}", "Quote the figure, not the page."
    if text != text.strip():
        return "no space at either end", "Remove the space."
    if _FORMULA.match(text):
        return "text, not a formula", "Copy the text and not the formula; put words before a sign."
    if _PLAIN.fullmatch(text):
        return None
    if _MARKUP.search(text):
        return "text without HTML", "Copy the text as a reader sees it."
    for character in text:
        if not character.isascii() and (found := _strange(character)):
            return found, MEND_TYPE
        if character < " " or character == "\x7f":
            return f"no control character (U+{ord(character):04X})", MEND_TYPE
    return None


def _strange(character: str) -> str:
    category = unicodedata.category(character)
    name = unicodedata.name(character, "no character")
    here = f"{name.lower()}, U+{ord(character):04X}"
    if category[0] in "CZM" or re.search("FILLER|BLANK|REPLACEMENT", name):
        return f"plain spaces and no invisible character ({here})"
    if category == "Nd" or name.startswith("FULLWIDTH"):
        return f"the digits 0 to 9 and signs of usual width ({here})"
    plain = unicodedata.normalize("NFD", character)[0].isascii() or character in _LETTERS
    if category.startswith("L") and not (plain or name.startswith(_ALPHABETS)):
        return f"letters of the source's own alphabet ({here})"
    if unicodedata.normalize("NFKC", character) != character and character not in _SIGNS:
        return f"the plain letters or signs that it stands for ({here})"
    return ""
