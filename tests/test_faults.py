"""Each kind of slip that people make in raw files, at several random places: none goes unnoticed.

A slip either stops the build, with a message that names file and row and with data/clean and the
site left as they were, or ``changes`` reports it to whoever reviews the change.

A build takes two seconds, so slips that cannot hide each other are made together in one (see
``hide_each_other``). Each is still judged by itself: by a message on its own file and row, or by
what has changed of its own indicator and year.
"""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from itertools import chain

import polars as pl
import pytest
from conftest import ROOT, SITES_TOGETHER

from analysis import clean, validate
from analysis.build import stages
from analysis.clean.raw import TOPICS, layout
from analysis.contribute import changes
from analysis.model.errors import BadInput, ValidationFailed
from analysis.model.paths import Project

SITES = 6

Row = dict[str, str]


@dataclass
class Site:
    """Where a slip was made: its rows in a file, and what stands there before and after."""

    file: str
    rows: set[int]
    before: list[Row] = field(default_factory=list)
    after: list[Row] = field(default_factory=list)
    says: str = ""  # what the message must hold besides file and row


@cache
def text_of(file: str) -> str:
    return (ROOT / "data" / "raw" / f"{file}.csv").read_text("utf-8")


@cache
def rows_of(file: str) -> tuple[Row, ...]:
    return tuple(csv.DictReader(io.StringIO(text_of(file), newline="")))


@cache
def cited() -> set[tuple[str, ...]]:
    """What published values rest on, each with its printed form."""
    with (ROOT / "data" / "clean" / "values.csv").open(encoding="utf-8", newline="") as file:
        return {(*(row[c] for c in CITED), row["as_printed"]) for row in csv.DictReader(file)}


CITED = ("indicator", "reference_year", "source_id", "locator")


def as_csv(file: str, rows: Iterable[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, layout()[file][0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


class Raw:
    """The raw files, and what one slip makes of one. Rows are counted as an editor counts lines."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.rewritten: dict[str, list[Row] | bytes] = {}

    def in_use(self) -> Callable[[Row], bool]:
        """Whether a raw row is the one that a published value rests on."""
        return lambda r: (*(r[c] for c in CITED), r[printed_in(r)]) in cited()

    def rows(self, file: str) -> list[Row]:
        """The rows as they are: a slip makes new ones and changes none of these."""
        return list(rows_of(file))

    def write(self, file: str, rows: list[Row]) -> None:
        self.rewritten[file] = rows

    def pick(self, suits: Callable[[Row], object], files: tuple[str, ...] = ()) -> tuple[str, int]:
        """A random row, among all observations or all rows of some files, that suits."""
        files = files or tuple(f"observations/{topic}" for topic in TOPICS)
        found = [(f, i) for f in files for i, row in enumerate(rows_of(f)) if suits(row)]
        assert len(found) >= 5, "too few places to make this slip at"
        return self.rng.choice(found)

    def edit(
        self,
        suits: Callable[[Row], object],
        change: Callable[[Row], Row],
        files: tuple[str, ...] = (),
        says: str = "",
    ) -> Site:
        """Change some cells of one random row."""
        file, i = self.pick(suits, files)
        rows = self.rows(file)
        before = rows[i]
        rows[i] = before | change(dict(before))
        assert rows[i] != before
        self.write(file, rows)
        return Site(file, {i + 2}, [before], [rows[i]], says)

    def any_file(self) -> str:
        return self.rng.choice(sorted(layout()))

    def rewrite(self, file: str, change: Callable[[str], str | bytes]) -> Site:
        old = text_of(file)
        new = change(old)
        content = new if isinstance(new, bytes) else new.encode()
        assert content != old.encode()
        self.rewritten[file] = content
        return Site(file, set())

    def on_a_line(self, change: Callable[[str], str], file: str = "") -> Site:
        """Change one random line below the header, whatever it holds."""
        file = file or self.rng.choice([f for f in sorted(layout()) if rows_of(f)])
        lines = text_of(file).split("\n")
        i = self.rng.randrange(1, len(lines) - 1)
        lines[i] = change(lines[i])
        self.rewritten[file] = "\n".join(lines).encode()
        return Site(file, {i + 1})


Fault = Callable[[Raw], Site]
FAULTS: dict[str, Fault] = {}


def fault(name: str) -> Callable[[Fault], Fault]:
    def keep(make: Fault) -> Fault:
        FAULTS[name] = make
        return make

    return keep


def value(row: Row) -> str:
    return row["value_as_printed"]


def printed_in(row: Row) -> str:
    return "value_as_printed" if value(row) else "rank_as_printed"


def swap_digits(text: str) -> str:
    return re.sub(r"([0-9])([0-9])", lambda m: m[2] + m[1] if m[1] != m[2] else m[0], text, count=1)


@fault("digit transposed")
def _(raw: Raw) -> Site:
    used = raw.in_use()
    return raw.edit(
        lambda r: used(r) and swap_digits(r[printed_in(r)]) != r[printed_in(r)],
        lambda r: {printed_in(r): swap_digits(r[printed_in(r)])},
    )


@fault("decimal comma moved")
def _(raw: Raw) -> Site:
    used = raw.in_use()
    return raw.edit(
        lambda r: used(r) and re.match(r"[0-9]{2,},[0-9]", value(r)),
        lambda r: {"value_as_printed": re.sub(r"^([0-9]+)([0-9]),", r"\1,\2", value(r))},
    )


@fault("comma and point swapped")
def _(raw: Raw) -> Site:
    used = raw.in_use()
    return raw.edit(
        lambda r: used(r) and re.search(r"[0-9][.,][0-9]", value(r)),
        lambda r: {"value_as_printed": value(r).translate(str.maketrans(".,", ",."))},
    )


@fault("percent sign lost")
def _(raw: Raw) -> Site:
    used = raw.in_use()
    return raw.edit(
        lambda r: used(r) and value(r).endswith("%"),
        lambda r: {"value_as_printed": value(r).rstrip("% ")},
    )


@fault("thousand separator dropped")
def _(raw: Raw) -> Site:
    """In a count, where a mark groups thousands and nothing else."""
    used = raw.in_use()
    counts = {row["code"] for row in raw.rows("indicators") if row["whole"] == "yes"}
    grouped = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+$")
    return raw.edit(
        lambda r: used(r) and r["indicator"] in counts and grouped.search(value(r)),
        lambda r: {"value_as_printed": value(r).replace(".", "", 1)},
    )


@fault("rank and score exchanged")
def _(raw: Raw) -> Site:
    used = raw.in_use()
    return raw.edit(
        lambda r: used(r) and value(r) and r["rank_as_printed"],
        lambda r: {"value_as_printed": r["rank_as_printed"], "rank_as_printed": value(r)},
    )


@fault("two provinces swapped")
def _(raw: Raw) -> Site:
    def group(row: Row) -> tuple[str, ...]:
        return (row["source_id"], row["indicator"], row["reference_year"], row["boundary"])

    counts: dict[tuple[str, ...], int] = {}
    for topic in TOPICS:
        for row in raw.rows(f"observations/{topic}"):
            counts[group(row)] = counts.get(group(row), 0) + 1
    used = raw.in_use()
    file, i = raw.pick(lambda r: used(r) and counts[group(r)] > 1)
    rows = raw.rows(file)
    others = [
        j
        for j, row in enumerate(rows)
        if group(row) == group(rows[i])
        and row["province"] != rows[i]["province"]
        and (row["value_as_printed"], row["rank_as_printed"])
        != (rows[i]["value_as_printed"], rows[i]["rank_as_printed"])
    ]
    if not others:
        return FAULTS["two provinces swapped"](raw)
    j = raw.rng.choice(others)
    before = [rows[i], rows[j]]
    rows[i] = before[0] | {"province": before[1]["province"]}
    rows[j] = before[1] | {"province": before[0]["province"]}
    raw.write(file, rows)
    return Site(file, {i + 2, j + 2}, before, [rows[i], rows[j]])


@fault("province from the other boundary")
def _(raw: Raw) -> Site:
    gone = ("Bình Dương", "Hà Nam", "Yên Bái", "Quảng Nam", "Kiên Giang", "Bắc Giang")
    return raw.edit(
        lambda r: r["boundary"] == "34",
        lambda r: {"province": raw.rng.choice(gone)},
        says="boundary 34",
    )


@fault("figure on the wrong boundary")
def _(raw: Raw) -> Site:
    return raw.edit(lambda r: r["boundary"] == "63", lambda r: {"boundary": "34"})


@fault("name in NFD")
def _(raw: Raw) -> Site:
    return raw.edit(
        lambda r: not r["province"].isascii(),
        lambda r: {"province": unicodedata.normalize("NFD", r["province"])},
        says="NFC",
    )


def without_marks(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@fault("name without diacritics")
def _(raw: Raw) -> Site:
    return raw.edit(
        lambda r: not r["province"].isascii(),
        lambda r: {"province": without_marks(r["province"])},
    )


@fault("look-alike letter from another alphabet")
def _(raw: Raw) -> Site:
    column = raw.rng.choice(["province", "indicator", "source_id"])
    alike = str.maketrans("aeiocpn", "аеіосрп")

    def change(row: Row) -> Row:
        letter = raw.rng.choice([c for c in row[column] if ord(c) in alike])
        return {column: row[column].replace(letter, letter.translate(alike), 1)}

    return raw.edit(lambda r: any(ord(c) in alike for c in r[column]), change, says="alphabet")


@fault("code without its leading zero")
def _(raw: Raw) -> Site:
    file, column = raw.rng.choice(
        [("provinces", "code"), ("province_successors", "old_code")]
    )  # fmt: skip
    return raw.edit(lambda r: r[column].startswith("0"), lambda r: {column: r[column][1:]}, (file,))


@fault("year off by one")
def _(raw: Raw) -> Site:
    used = raw.in_use()
    return raw.edit(
        used,
        lambda r: {"reference_year": str(int(r["reference_year"]) + raw.rng.choice([-1, 1]))},
    )


@fault("announced year for reference year")
def _(raw: Raw) -> Site:
    used = raw.in_use()
    published = {row["source_id"]: row["published_on"][:4] for row in raw.rows("sources")}
    return raw.edit(
        lambda r: used(r) and published[r["source_id"]] > r["reference_year"],
        lambda r: {"reference_year": published[r["source_id"]]},
    )


@fault("target taken as a result")
def _(raw: Raw) -> Site:
    used = raw.in_use()
    targets = {row["code"] for row in raw.rows("indicators") if row["measure"] == "target"}
    return raw.edit(
        lambda r: r["qualifier"] == "target" and (used(r) or r["indicator"] not in targets),
        lambda r: {"qualifier": ""},
    )


@fault("half-year taken as full year")
def _(raw: Raw) -> Site:
    """Or another part of a year: few figures of half a year are the ones in use."""
    used = raw.in_use()
    return raw.edit(lambda r: used(r) and "/" in r["as_of"], lambda r: {"as_of": ""})


@fault("unit million for billion")
def _(raw: Raw) -> Site:
    used = raw.in_use()
    return raw.edit(
        lambda r: (
            used(r)
            and not re.search(r"đồng|dong", value(r))
            and re.search(r"\bbillion\b|\btỷ\b", r["unit"])
        ),
        lambda r: {"unit": re.sub(r"billion", "million", r["unit"]).replace("tỷ", "triệu")},
    )


@fault("source id missing")
def _(raw: Raw) -> Site:
    return raw.edit(lambda r: True, lambda r: {"source_id": ""}, says="source_id of sources.csv")


@fault("source deleted")
def _(raw: Raw) -> Site:
    rows = raw.rows("sources")
    i = raw.rng.randrange(len(rows))
    gone = rows.pop(i)
    raw.write("sources", rows)
    site = Site("sources", set(), [gone])
    for name in layout():
        used = {
            j + 2
            for j, row in enumerate(raw.rows(name))
            if gone["source_id"] in row.get("source_id", "").split(";")
        }
        if used and name != "sources":
            return Site(name, used, [gone], says=gone["source_id"])
    return site


@fault("row duplicated")
def _(raw: Raw) -> Site:
    file, i = raw.pick(lambda r: True)
    rows = raw.rows(file)
    j = raw.rng.randrange(len(rows))
    rows.insert(j, dict(rows[i]))
    raw.write(file, rows)
    return Site(file, {max(j + 2, i + 2 + (j <= i))}, says="stands once")


@fault("row duplicated with another value")
def _(raw: Raw) -> Site:
    file, i = raw.pick(lambda r: re.search(r"[1-8]", r[printed_in(r)]))
    rows = raw.rows(file)
    column = printed_in(rows[i])
    other = re.sub(r"[1-8]", lambda m: str(int(m[0]) + 1), rows[i][column], count=1)
    rows.insert(i + 1, rows[i] | {column: other})
    raw.write(file, rows)
    return Site(file, {i + 3}, says="stands once")


@fault("row deleted from a complete edition")
def _(raw: Raw) -> Site:
    """One that no other source prints, so that fewer provinces are known."""
    complete = {("dti_rank", "2022"), ("dti_score", "2023"), ("dti_score", "2024")}
    printed: Counter[tuple[str, ...]] = Counter()
    for topic in TOPICS:
        printed.update(place(row) for row in raw.rows(f"observations/{topic}"))
    file, i = raw.pick(
        lambda r: (r["indicator"], r["reference_year"]) in complete and printed[place(r)] == 1
    )
    rows = raw.rows(file)
    gone = rows.pop(i)
    raw.write(file, rows)
    return Site(file, set(), [gone])


def place(row: Row) -> tuple[str, ...]:
    return (row["indicator"], row["boundary"], row["province"], row["reference_year"])


@fault("two ranks equal where scores differ")
def _(raw: Raw) -> Site:
    return raw.edit(
        lambda r: r["source_id"] == "dti-govvn-2022" and r["indicator"] == "dti_rank"
        and r["rank_as_printed"] != "15",
        lambda r: {"rank_as_printed": str(int(r["rank_as_printed"]) % 63 + 1)},
    )  # fmt: skip


@fault("rank above n")
def _(raw: Raw) -> Site:
    return raw.edit(
        lambda r: r["rank_as_printed"].isdecimal() and r["boundary"] == "63",
        lambda r: {"rank_as_printed": str(64 + raw.rng.randrange(30))},
        says="a rank from 1 to",
    )


@fault("sum of parts wrong")
def _(raw: Raw) -> Site:
    """One part of a sum of whole numbers; the relation and the row of the part are named."""
    parts = (
        "digital_certificates_organisations", "digital_certificates_individuals",
        "digital_certificates_sim_pki", "dossiers_online_partial_count",
        "dossiers_online_full_count", "npsp_accounts_youth_created",
        "npsp_accounts_nonyouth_created", "business_feedback_pending",
    )  # fmt: skip
    site = raw.edit(
        lambda r: r["indicator"] in parts,
        lambda r: {
            "value_as_printed": re.sub(r"[1-8]", lambda m: str(int(m[0]) + 1), value(r), count=1)
        },
        ("observations/founding",),
    )
    relations = {
        i + 2
        for i, row in enumerate(raw.rows("identities"))
        if site.before[0]["indicator"] in row["left"]
    }
    return Site("identities", relations, says=f"founding.csv, row {site.rows.pop()}")


@fault("percentage above 100")
def _(raw: Raw) -> Site:
    whole = {row["code"] for row in raw.rows("indicators") if row["maximum"] == "100"}
    return raw.edit(
        lambda r: r["indicator"] in whole and re.match(r"[0-9]{2}[.,]", value(r)),
        lambda r: {"value_as_printed": "1" + value(r)},
        says="to 100",
    )


@fault("share of the statistics office coded as the ministry's")
def _(raw: Raw) -> Site:
    used = raw.in_use()
    return raw.edit(
        lambda r: used(r) and r["indicator"] == "digital_economy_share_gso",
        lambda r: {"indicator": "digital_economy_share_mic"},
    )


@fault("indicator code misspelt")
def _(raw: Raw) -> Site:
    def change(row: Row) -> Row:
        code = row["indicator"]
        i = raw.rng.randrange(len(code))
        return {"indicator": code[:i] + code[i + 1 :]}

    return raw.edit(lambda r: True, change, says="a code of indicators.csv")


def header(change: Callable[[list[str]], list[str]]) -> Callable[[str], str]:
    def rewrite(text: str) -> str:
        first, rest = text.split("\n", 1)
        return ",".join(change(first.split(","))) + "\n" + rest

    return rewrite


@fault("column renamed")
def _(raw: Raw) -> Site:
    def change(columns: list[str]) -> list[str]:
        i = raw.rng.randrange(len(columns))
        return [*columns[:i], columns[i].capitalize(), *columns[i + 1 :]]

    return at_row(raw.rewrite(raw.any_file(), header(change)), 1)


@fault("column added")
def _(raw: Raw) -> Site:
    def rewrite(text: str) -> str:
        lines = text.rstrip("\n").split("\n")
        return "\n".join([lines[0] + ",checked", *(line + "," for line in lines[1:])]) + "\n"

    return at_row(raw.rewrite(raw.any_file(), rewrite), 1)


@fault("columns reordered")
def _(raw: Raw) -> Site:
    def change(columns: list[str]) -> list[str]:
        i = raw.rng.randrange(len(columns) - 1)
        return [*columns[:i], columns[i + 1], columns[i], *columns[i + 2 :]]

    return at_row(raw.rewrite(raw.any_file(), header(change)), 1)


def at_row(site: Site, row: int) -> Site:
    site.rows = {row}
    return site


@fault("byte order mark")
def _(raw: Raw) -> Site:
    return at_row(raw.rewrite(raw.any_file(), lambda text: "\ufeff" + text), 1)


@fault("CRLF")
def _(raw: Raw) -> Site:
    return at_row(raw.rewrite(raw.any_file(), lambda text: text.replace("\n", "\r\n")), 1)


@fault("Latin-1")
def _(raw: Raw) -> Site:
    latin = re.compile("[à-ÿ]")
    files = [f for f in sorted(layout()) if any(latin.search(str(r)) for r in raw.rows(f))]
    file = raw.rng.choice(files)
    row = next(i for i, line in enumerate(text_of(file).split("\n"), 1) if latin.search(line))
    # Letters that Latin-1 lacks become question marks, as an editor would save them.
    return at_row(raw.rewrite(file, lambda text: text.encode("latin-1", "replace")), row)


@fault("quote unclosed")
def _(raw: Raw) -> Site:
    return raw.on_a_line(lambda line: '"' + line.replace('"', ""))


@fault("NUL byte")
def _(raw: Raw) -> Site:
    def change(line: str) -> str:
        i = raw.rng.randrange(len(line))
        return line[:i] + "\0" + line[i:]

    return raw.on_a_line(change)


@fault("empty file")
def _(raw: Raw) -> Site:
    return at_row(raw.rewrite(raw.any_file(), lambda text: ""), 1)


@fault("trailing spaces")
def _(raw: Raw) -> Site:
    column = raw.rng.choice(["source_id", "province", "value_as_printed", "unit", "note"])
    return raw.edit(
        lambda r: r[column], lambda r: {column: r[column] + " "}, says="no space at either end"
    )


@fault("non-breaking space in a number")
def _(raw: Raw) -> Site:
    return raw.edit(
        lambda r: re.search(r"[0-9]{2}", value(r)),
        lambda r: {"value_as_printed": re.sub("([0-9])([0-9])", "\\1\u00a0\\2", value(r), count=1)},
        says="U+00A0",
    )


@fault("full-width digits")
def _(raw: Raw) -> Site:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return raw.edit(
        lambda r: re.search(r"[0-9]", r[printed_in(r)]),
        lambda r: {printed_in(r): r[printed_in(r)].translate(wide)},
        says="the digits 0 to 9",
    )


@fault("formula in a text cell")
def _(raw: Raw) -> Site:
    column = raw.rng.choice(["note", "locator", "as_of", "value_as_printed"])
    return raw.edit(lambda r: True, lambda r: {column: "=1+1"}, says="not a formula")


@fault("HTML in a text cell")
def _(raw: Raw) -> Site:
    column = raw.rng.choice(["note", "locator"])
    html = raw.rng.choice(["<b>7</b>", "<script>alert(1)</script>", "seen <!-- here -->"])
    return raw.edit(lambda r: True, lambda r: {column: html}, says="without HTML")


@fault("cell of 10 MB")
def _(raw: Raw) -> Site:
    return raw.edit(lambda r: True, lambda r: {"note": "x" * 10_000_000}, says="at most")


@fault("successor missing")
def _(raw: Raw) -> Site:
    rows = raw.rows("province_successors")
    gone = rows.pop(raw.rng.randrange(len(rows)))
    raw.write("province_successors", rows)
    provinces = raw.rows("provinces")
    row = next(
        i + 2 for i, r in enumerate(provinces)
        if (r["code"], r["boundary"]) == (gone["old_code"], "63")
    )  # fmt: skip
    return Site("province_successors", set(), says=f"row {row} of provinces.csv")


@fault("successor twice")
def _(raw: Raw) -> Site:
    rows = raw.rows("province_successors")
    i = raw.rng.randrange(len(rows))
    others = [row["new_code"] for row in rows if row["new_code"] != rows[i]["new_code"]]
    rows.insert(i + 1, rows[i] | {"new_code": raw.rng.choice(others)})
    raw.write("province_successors", rows)
    return Site("province_successors", {i + 3}, says=rows[i]["old_code"])


# What must stop the build; every other slip is at least reported as a change.
STOPS = frozenset(FAULTS) - {
    "digit transposed", "decimal comma moved", "comma and point swapped", "percent sign lost",
    "thousand separator dropped", "rank and score exchanged", "two provinces swapped",
    "figure on the wrong boundary", "name without diacritics", "year off by one",
    "announced year for reference year", "target taken as a result",
    "half-year taken as full year", "unit million for billion", "source deleted",
    "row deleted from a complete edition", "two ranks equal where scores differ",
    "share of the statistics office coded as the ministry's",
}  # fmt: skip


# Slips that leave every number as it was: only the printed row has changed.
AS_PRINTED_ONLY = frozenset({"name without diacritics", "source deleted"})
NUMBERS = ("values", "rankings", "disputes", "coverage")


@dataclass
class Slip:
    """One slip at one place: what it makes of its file, and what it could have to do with."""

    name: str
    site: Site
    rewritten: dict[str, list[Row] | bytes]

    @property
    def unreadable(self) -> bool:
        """Whether its file may not be read at all. What other files say of it is not asked then."""
        if self.name in ("name in NFD", "cell of 10 MB"):
            return True
        return any(isinstance(new, bytes) for new in self.rewritten.values())

    @cached_property
    def edits(self) -> dict[str, set[int]]:
        """The rows that it changes where they stand."""
        return {
            file: {i for i, row in enumerate(new) if row is not rows_of(file)[i]}
            for file, new in self.rewritten.items()
            if not isinstance(new, bytes) and len(new) == len(rows_of(file))
        }

    @cached_property
    def moves(self) -> dict[str, tuple[int, int]]:
        """Where it adds a row or takes one out: from which row of a file, and by how many."""
        return {
            file: (
                next(
                    (i for i, row in enumerate(new[: len(old)]) if row is not old[i]),
                    min(len(new), len(old)),
                ),
                len(new) - len(old),
            )
            for file, new in self.rewritten.items()
            if not isinstance(new, bytes) and len(new) != len(old := rows_of(file))
        }

    @property
    def figures(self) -> list[Row]:
        return [row for row in (*self.site.before, *self.site.after) if "indicator" in row]

    @cached_property
    def subjects(self) -> set[tuple[str, ...]]:
        """What it could change the numbers of: kin of its indicators by year, and its source.

        A source counts where a printed number changes, since all of its numbers together tell
        which mark it uses for decimals.
        """
        if self.name in STOPS:
            return set()
        was, now = (
            {r.get("value_as_printed") for r in rows}
            for rows in (self.site.before, self.site.after)
        )
        rows = (*self.site.before, *self.site.after)
        sources = {("source", r["source_id"]) for r in rows} if was != now else set()
        return sources | {
            (name, row["reference_year"]) for row in self.figures for name in kin(row["indicator"])
        }


@cache
def kin(indicator: str) -> set[str]:
    """An indicator, and the indices, sums and relations that it is a part of."""
    found = {indicator}
    for row in rows_of("indicators"):
        if row["code"] == indicator:
            found |= {row[c] for c in ("index", "about", "numerator", "denominator") if row[c]}
    found |= {row["index"] for row in rows_of("weights") if row["part"] == indicator}
    return found | {
        row["id"]
        for row in rows_of("identities")
        if re.search(rf"\b{indicator}\b", f"{row['left']} {row['right']}")
    }


def hide_each_other(one: Slip, other: Slip) -> bool:
    """Whether two slips in one build could be taken for each other, or one keep the other unseen.

    That is so for whole files beside single rows; for two slips that rewrite one file, or move
    its rows, or change one row; and for two on related figures of one year.
    """
    if one.unreadable != other.unreadable or one.subjects & other.subjects:
        return True
    files = one.rewritten.keys() & other.rewritten.keys()
    if one.unreadable:
        return bool(files)
    if any(one.edits[f] & other.edits[f] for f in one.edits.keys() & other.edits.keys()):
        return True
    if one.moves.keys() & other.moves.keys():
        return True
    # A message that names a row of another file counts as the file was.
    far = [slip for slip in (one, other) if re.search("row [0-9]", slip.site.says)]
    return bool(far and (one.moves or other.moves))


def batches(slips: Iterable[Slip]) -> list[list[Slip]]:
    """The slips in as few groups as is easily found, each without two that hide each other."""
    found: list[list[Slip]] = []
    for slip in slips:
        for batch in found:
            stops = {slip.name in STOPS, batch[0].name in STOPS}
            if len(stops) == 1 and not any(hide_each_other(slip, other) for other in batch):
                batch.append(slip)
                break
        else:
            found.append([slip])
    return found


def together(batch: list[Slip]) -> dict[str, bytes]:
    """The files that several slips give."""
    files: dict[str, bytes] = {}
    rows: dict[str, list[Row]] = {}
    # First what changes where it stands, then what moves the rows below it.
    for slip in sorted(batch, key=lambda slip: bool(slip.moves)):
        for file, new in slip.rewritten.items():
            if isinstance(new, bytes):
                files[file] = new
                continue
            merged = rows.setdefault(file, list(rows_of(file)))
            for i in slip.edits.get(file, ()):
                merged[i] = new[i]
            if file in slip.moves:
                start, by = slip.moves[file]
                merged[start : start + max(-by, 0)] = new[start : start + max(by, 0)]
    return files | {file: as_csv(file, merged) for file, merged in rows.items()}


def rows_in(batch: list[Slip], slip: Slip) -> set[int]:
    """The rows of a slip, counted in files in which others of its batch have moved rows."""
    moves = [
        other.moves[slip.site.file]
        for other in batch
        if other is not slip and slip.site.file in other.moves
    ]
    return {row + sum(by for start, by in moves if row >= start + 2) for row in slip.site.rows}


def at(name: str, site_number: int) -> Slip:
    raw = Raw(random.Random(f"{name} {site_number}"))
    site = FAULTS[name](raw)
    return Slip(name, site, raw.rewritten)


@pytest.fixture(scope="module")
def published() -> changes.Tables:
    """The clean tables of data/raw as it is."""
    return changes.as_text(clean.build(clean.read(ROOT / "data" / "raw")))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the data, with a site."""
    root = tmp_path_factory.mktemp("slips")
    shutil.copytree(ROOT / "data", root / "data")
    for name in ("_quarto.yml", "requirements.lock"):
        shutil.copyfile(ROOT / name, root / name)
    (root / "_site").mkdir()
    (root / "_site" / "index.html").write_text("as it was", encoding="utf-8")
    return Project(root)


def contents(project: Project) -> dict[str, bytes]:
    """What a slip may not touch: the clean tables and the site."""
    return {
        str(path): path.read_bytes()
        for path in chain(project.clean.rglob("*"), project.site.rglob("*"))
        if path.is_file()
    }


def restore(project: Project) -> None:
    """Put the data back as they were."""
    shutil.rmtree(project.root / "data")
    shutil.copytree(ROOT / "data", project.root / "data")


def speaks_of(said: str, file: str, row: int) -> bool:
    return re.search(rf"{re.escape(file)}\.csv, row {row}\b", said) is not None


def names_the_site(error: BadInput, slip: Slip, at_rows: set[int]) -> bool:
    """Whether one message names file and row of the slip, and says what is wrong.

    A relation or a decision that no longer fits names its own file and row, and the figures.
    """
    site = slip.site
    for problem in error.problems:
        said = str(problem)
        if (site.rows or site.says) and f"{site.file}.csv" in said and site.says in said:
            here = problem.file.endswith(f"/{site.file}.csv") and problem.row in at_rows
            if not at_rows or here or any(speaks_of(said, site.file, row) for row in at_rows):
                return True
        guarded = problem.file.endswith(("decisions.csv", "identities.csv")) and problem.row
        codes = [] if slip.name in STOPS else [row["indicator"] for row in slip.figures]
        if guarded and any(re.search(rf"\b{code}\b", said) for code in codes):
            return True
    return False


def reports_the_site(found: list[changes.Difference], slip: Slip) -> bool:
    """Whether a row that has come, gone or changed is the one of the slip."""
    site = slip.site
    key = ("source_id", "indicator", "reference_year", "locator")
    if site.file == "sources":
        key = ("source_id",)
    wanted = {tuple(row[c] or None for c in key) for row in (*site.before, *site.after)}
    name = "sources" if site.file == "sources" else "observations"
    for difference in found:
        if difference.table == name:
            for rows in (difference.new, difference.changed, difference.gone):
                if wanted & set(rows.select(key).iter_rows()):
                    return True
    return False


def of_the_slip(found: list[changes.Difference], slip: Slip) -> list[changes.Difference]:
    """What has changed of the slip's own indicators and years, or of its source."""
    codes = {row["indicator"] for row in slip.figures}
    years = {row["reference_year"] for row in slip.figures}
    sources = {row["source_id"] for row in (*slip.site.before, *slip.site.after)}
    indices = {
        row["index"] for row in rows_of("indicators") if row["code"] in codes and row["index"]
    }

    def own(rows: pl.DataFrame) -> pl.DataFrame:
        columns = set(rows.columns)
        if not codes:
            wanted = pl.col("source_id").is_in(sources) if "source_id" in columns else pl.lit(False)
        elif "reference_year" not in columns:
            wanted = pl.lit(False)
        else:
            wanted = pl.col("reference_year").is_in(years)
            name, names = ("index", indices) if "index" in columns else ("indicator", codes)
            wanted &= pl.col(name).is_in(names) if name in columns else pl.lit(False)
        return rows.filter(wanted)

    own_only = [changes.Difference(d.table, own(d.new), own(d.changed), own(d.gone)) for d in found]
    return [difference for difference in own_only if difference]


def judge_reported(
    slip: Slip,
    differences: list[changes.Difference],
    published: changes.Tables,
    after: changes.Tables,
) -> str:
    """What is wrong with how ``changes`` tells of a slip; nothing is wrong where it is empty."""
    found = of_the_slip(differences, slip)
    if not reports_the_site(found, slip):
        return "its row is not among those that have changed"
    if slip.name not in AS_PRINTED_ONLY and not {d.table for d in found} & set(NUMBERS):
        return "no published number of its indicator and year has changed"
    said = changes.report(found, published, after)
    for row in slip.site.before:
        told = (f"{row['indicator']}, " if "indicator" in row else "") + (
            row["source_id"] if slip.site.file == "sources" else ""
        )
        if not any(told in line for line in said.splitlines() if line.startswith("|")):
            return f"the report does not name {told}"
    if slip.name == "row deleted from a complete edition" and (
        "shrinks in 1 indicator-years" not in said
    ):
        return "the report does not say that coverage shrinks"
    return ""


def judge(
    batch: list[Slip], project: Project, published: changes.Tables
) -> tuple[dict[int, str], list[Slip]]:
    """Build the tables with some slips: the verdict on each by its id, and who waits for another.

    Where the build stops for some, what it would do with the others is not known yet.
    """
    restore(project)
    before = contents(project)
    for file, content in together(batch).items():
        (project.raw / f"{file}.csv").write_bytes(content)
    try:
        if batch[0].name in STOPS:
            stages.clean_and_validate(project, lambda step: None)
            return {id(slip): "the build did not stop" for slip in batch}, []
        after = changes.as_text(clean.build(clean.read(project.raw)))
    except BadInput as error:
        if contents(project) != before:
            return {id(slip): "data/clean or the site was touched" for slip in batch}, []
        named = [slip for slip in batch if names_the_site(error, slip, rows_in(batch, slip))]
        if not named:
            return {id(slip): f"no message names it\n{error}"[:3000] for slip in batch}, []
        verdicts = {id(slip): "" for slip in named}
        return verdicts, [slip for slip in batch if id(slip) not in verdicts]
    except Exception as error:
        # Which one it is has to be found out one by one.
        if len(batch) > 1:
            alone = [judge([slip], project, published)[0] for slip in batch]
            return dict(chain.from_iterable(verdict.items() for verdict in alone)), []
        return {id(batch[0]): f"{type(error).__name__}: {error}"[:3000]}, []
    found = changes.between(published, after)
    return {id(slip): judge_reported(slip, found, published, after) for slip in batch}, []


Key = tuple[str, int]


def judge_all(
    keys: list[Key], project: Project, published: changes.Tables
) -> dict[Key, tuple[Slip, str]]:
    slips = {key: at(*key) for key in keys}
    verdicts: dict[int, str] = {}
    waiting = list(slips.values())
    while waiting:
        later: list[Slip] = []
        for batch in batches(waiting):
            judged, rest = judge(batch, project, published)
            verdicts |= judged
            later += rest
        assert len(later) < len(waiting)
        waiting = later
    return {key: (slip, verdicts[id(slip)]) for key, slip in slips.items()}


@pytest.fixture(scope="module")
def verdict(
    request: pytest.FixtureRequest, project: Project, published: changes.Tables
) -> Callable[[Key], tuple[Slip, str]]:
    """The verdict on one slip; those of its group that are to be tested too are made with it."""
    wanted: dict[int, list[Key]] = defaultdict(list)
    for item in request.session.items:
        if getattr(item, "originalname", "") == "test_no_slip_goes_unnoticed":
            key: Key = (item.callspec.params["name"], item.callspec.params["site_number"])
            wanted[key[1] // SITES_TOGETHER].append(key)
    known: dict[Key, tuple[Slip, str]] = {}

    def of(key: Key) -> tuple[Slip, str]:
        if key not in known:
            known.update(judge_all(wanted[key[1] // SITES_TOGETHER], project, published))
        return known[key]

    return of


@pytest.mark.parametrize(
    ("name", "site_number"),
    [(name, n) for n in range(SITES) for name in FAULTS],
)
def test_no_slip_goes_unnoticed(
    name: str, site_number: int, verdict: Callable[[Key], tuple[Slip, str]]
) -> None:
    slip, wrong = verdict((name, site_number))
    if wrong:
        pytest.fail(f"{wrong}\n{slip.site}"[:4000])


def test_a_row_deleted_from_a_complete_edition_stops_the_build_too(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Coverage may not shrink, unless whoever runs the build says so."""
    # The other tables hold what they should, which takes ten seconds to find out.
    monkeypatch.setattr(validate, "check", partial(validate.check, only=("coverage",)))
    restore(project)
    for file, content in together([at("row deleted from a complete edition", 1)]).items():
        (project.raw / f"{file}.csv").write_bytes(content)
    before = contents(project)
    with pytest.raises(ValidationFailed, match="known than in the tables until now"):
        stages.clean_and_validate(project, lambda step: None)
    assert contents(project) == before
    stages.clean_and_validate(project, lambda step: None, fewer=True)
    assert contents(project) != before
