"""The digital economy's share of provincial product: what is printed, and what is only bounded.

Shares are percentages. Every function works within one indicator, because the ministry's and the
statistics office's figures follow different methods and never join one series.
"""

from __future__ import annotations

import pandas as pd

from analysis.clean.bands import Ends, ladder
from analysis.clean.periods import is_part_of_year
from analysis.model.places import BEFORE, COUNTRY_CODE, SINCE
from analysis.model.tables import having, stacked
from analysis.words import fixed

MINISTRY = "digital_economy_share_mic"
STATISTICS_OFFICE = "digital_economy_share_gso"

# Whose figure a share is.
DEFINITIONS = {
    "ministry": MINISTRY, "office": STATISTICS_OFFICE,
    "own": "digital_economy_share_province", "unstated": "digital_economy_share_unspecified",
}  # fmt: skip

# The report for 2022 is relayed as a list from the first place down to Hà Nội, and as "the five
# lowest" (digecon-itpc-2023-09, paragraphs 1 to 3): every other province lies between them.
NAMED_FROM_THE_TOP = 8
NAMED_FROM_THE_BOTTOM = 5


def shares(
    values: pd.DataFrame,
    provinces: pd.DataFrame,
    indicator: str,
    year: int,
    boundary: str = BEFORE,
) -> pd.DataFrame:
    """Printed shares of the provinces of a boundary in one year, largest first.

    Columns out: province_code, name_vi, name_en, region, value, qualifier, source_id, locator,
    as_printed, sources, sources_agreeing, disputed.
    """
    chosen = having(values, indicator=indicator, reference_year=year, boundary=boundary)
    names = having(provinces, boundary=boundary)[["code", "name_vi", "name_en", "region"]]
    columns = [
        "province_code", "name_vi", "name_en", "region", "value", "qualifier", "source_id",
        "locator", "as_printed", "sources", "sources_agreeing", "disputed",
    ]  # fmt: skip
    return (
        chosen.merge(names, left_on="province_code", right_on="code", validate="m:1")
        .sort_values(["value", "name_en"], ascending=[False, True], ignore_index=True)
        .loc[:, columns]
    )


def bounded_ranking(shares: pd.DataFrame, provinces: pd.DataFrame) -> pd.DataFrame:
    """Every province with its share, or with the bounds that the printed list sets.

    ``shares`` as ``shares()`` gives them, holding exactly the named provinces. Columns out:
    province_code, name_vi, name_en, value, source_id, locator, as_printed, low, high, best_rank,
    worst_rank, printed; named provinces first in their order, then the unnamed by name. Raises
    ValueError where the number of named provinces is not the one that the bounds rest on.
    """
    top, bottom = NAMED_FROM_THE_TOP, NAMED_FROM_THE_BOTTOM
    if len(shares) != top + bottom:
        raise ValueError(
            f"the bounds rest on {top} + {bottom} named provinces, "
            f"but {len(shares)} have a printed share; look at the list again"
        )
    places = having(provinces, boundary=BEFORE).rename(columns={"code": "province_code"})
    n = len(places)
    names = ["province_code", "name_vi", "name_en"]
    named = shares[[*names, "value", "source_id", "locator", "as_printed"]]
    order = [*range(1, top + 1), *range(n - bottom + 1, n + 1)]
    named = named.assign(
        low=named["value"], high=named["value"], best_rank=order, worst_rank=order, printed=True
    )
    others = places.loc[~places["province_code"].isin(named["province_code"]), names]
    unnamed = others.sort_values("name_en").assign(
        low=shares["value"].iloc[top], high=shares["value"].iloc[top - 1],
        best_rank=top + 1, worst_rank=n - bottom, printed=False,
    )  # fmt: skip
    return pd.concat([named, unnamed], ignore_index=True)


def bands(published: pd.DataFrame, indicator: str, year: int) -> pd.DataFrame:
    """Published counts of provinces by band, from the source that covers all of them.

    Takes the clean table ``bands``. Columns out: low, high, provinces, source_id, locator; highest
    band first. Only sources whose disjoint bands are printed from the open top to the open bottom
    are used; of several that agree, the first by name.
    """
    columns = ["low", "high", "provinces", "source_id", "locator"]
    chosen = having(published, indicator=indicator, reference_year=year)
    whole: dict[str, pd.DataFrame] = {}
    for source, rows in chosen.groupby("source_id"):
        if steps := ladder(_ends(rows)):
            whole[str(source)] = rows[columns].iloc[steps].reset_index(drop=True)
    if not whole:
        raise KeyError(f"no complete set of bands for {indicator} in {year}")
    if len({tuple(found["provinces"]) for found in whole.values()}) > 1:
        raise ValueError(f"sources print different bands for {indicator} in {year}: {whole}")
    return whole[min(whole)]


def _ends(bands: pd.DataFrame) -> list[Ends]:
    return [Ends.of(*ends) for ends in zip(bands["low"], bands["high"], strict=True)]


def band_contradictions(published: pd.DataFrame, indicator: str, year: int) -> pd.DataFrame:
    """Counts printed for wider bands that the narrower ones do not add up to.

    Columns out: low, high, printed, added_up, source_id, locator.
    """
    chosen = having(published, indicator=indicator, reference_year=year)
    narrow = bands(published, indicator, year)
    steps = list(zip(_ends(narrow), narrow["provinces"], strict=True))
    chosen = chosen.rename(columns={"provinces": "printed"}).assign(
        added_up=[
            sum(n for inner, n in steps if wide.low <= inner.low and inner.high <= wide.high)
            for wide in _ends(chosen)
        ]
    )
    columns = ["low", "high", "printed", "added_up", "source_id", "locator"]
    return chosen.loc[chosen["added_up"] != chosen["printed"], columns]


def misplaced(disputes: pd.DataFrame, bounded: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Provinces whose printed rank does not fit the order of the printed shares.

    ``disputes`` is the clean table, ``bounded`` as ``bounded_ranking`` gives it. Columns out: those
    of ``bounded`` and printed_rank; in the order of their shares, which best_rank tells.
    """
    found = having(disputes, kind="rank and order", indicator=indicator)
    ranks = found[["province_code", "rank"]].drop_duplicates("province_code")
    return bounded.merge(ranks.rename(columns={"rank": "printed_rank"}), on="province_code")


def unnamed_by_band(shares: pd.DataFrame, bands: pd.DataFrame) -> pd.DataFrame:
    """How many provinces without a printed share lie in each band.

    Columns out: low, high, provinces, named, unnamed; raises ValueError where more provinces are
    named in a band than the band holds.
    """
    table = bands[["low", "high", "provinces"]].copy()
    table["named"] = [
        int(shares["value"].between(*ends, inclusive="left").sum()) for ends in _ends(bands)
    ]
    table["unnamed"] = table["provinces"] - table["named"]
    if (table["unnamed"] < 0).any():
        raise ValueError(f"more provinces are named in a band than it holds:\n{table}")
    return table


def printed_by_province(
    observations: pd.DataFrame, provinces: pd.DataFrame, indicator: str
) -> pd.DataFrame:
    """What is printed of an indicator, one row a province and year: nothing chosen.

    Takes two clean tables. Columns out: boundary, province_code, name_vi, reference_year, low, high
    (the least and the largest printed, ends of printed ranges included), rank (where one is
    printed), sources (their number), source_id (joined by ;); by boundary, year and name. The
    country is left out, and so are figures that were set aside.
    """
    rows = having(observations, indicator=indicator)
    rows = rows.assign(
        low=rows["value"].fillna(rows["value_low"]), high=rows["value"].fillna(rows["value_high"])
    )
    place = ["boundary", "province_code"]
    names = provinces.rename(columns={"code": "province_code"})[[*place, "name_vi", "name_en"]]
    usable = rows[rows["status"] != "set_aside"].merge(names, on=place, validate="m:1")
    found = usable.groupby([*place, "name_vi", "name_en", "reference_year"], as_index=False).agg(
        low=("low", "min"), high=("high", "max"), rank=("rank", "first"),
        sources=("source_id", "nunique"),
        source_id=("source_id", lambda ids: ";".join(sorted(set(ids)))),
    )  # fmt: skip
    order = ["boundary", "reference_year", "name_en"]
    return found.sort_values(order, ignore_index=True).drop(columns="name_en")


def elsewhere(
    observations: pd.DataFrame, provinces: pd.DataFrame, bounded: pd.DataFrame
) -> pd.DataFrame:
    """Shares that any text prints of provinces that the ministry's list does not name.

    ``bounded`` as ``bounded_ranking`` gives it. Columns out: definition (a name of ``DEFINITIONS``)
    and those of ``printed_by_province``; of the 63, by definition and name.
    """
    every = stacked(
        {
            name: printed_by_province(observations, provinces, indicator)
            for name, indicator in DEFINITIONS.items()
        },
        "definition",
    )
    unnamed = bounded.loc[~bounded["printed"], "province_code"]
    found = having(every, boundary=BEFORE)
    return found[found["province_code"].isin(unnamed)].reset_index(drop=True)


def printed_figures(
    observations: pd.DataFrame, sources: pd.DataFrame, indicator: str
) -> pd.DataFrame:
    """Every printed figure of the country, release by release: nothing chosen, nothing joined.

    Columns out: reference_year, as_of, boundary, value, value_as_printed, qualifier, source_id,
    publisher, published_on, locator, note; sorted by year, value and source.
    """
    own = having(observations, province_code=COUNTRY_CODE, indicator=indicator)
    cited = own.dropna(subset="value").merge(
        sources[["source_id", "publisher", "published_on"]], on="source_id", validate="m:1"
    )
    columns = [
        "reference_year", "as_of", "boundary", "value", "value_as_printed", "qualifier",
        "source_id", "publisher", "published_on", "locator", "note",
    ]  # fmt: skip
    return cited.sort_values(["reference_year", "value", "source_id"], ignore_index=True)[columns]


def distinct_by_year(figures: pd.DataFrame) -> pd.DataFrame:
    """The different values printed for each year, and which sources print each.

    Takes what ``printed_figures`` returns. Columns out: reference_year, period ("year", or
    "half-year" where as_of is a part of the year), value, as_printed (the forms in use),
    qualifiers, sources (their number), source_id (their names, joined by ;).
    """
    period = _part_of_year(figures).map({True: "half-year", False: "year"})

    def joined(texts: pd.Series) -> str:
        return "; ".join(sorted(set(texts.dropna().astype(str))))

    return (
        figures.assign(period=period)
        .groupby(["reference_year", "period", "value"])
        .agg(
            as_printed=("value_as_printed", joined),
            qualifiers=("qualifier", joined),
            sources=("source_id", "nunique"),
            source_id=("source_id", joined),
        )
        .reset_index()
        .sort_values(["reference_year", "value"], ignore_index=True)
    )


def _part_of_year(figures: pd.DataFrame) -> pd.Series:
    return figures["as_of"].fillna("").map(is_part_of_year)


def spans(distinct: pd.DataFrame) -> pd.DataFrame:
    """What is printed of each whole year, in percent.

    Takes what ``distinct_by_year`` returns. Index: reference_year. Columns out: n (how many
    different values), low, high, printed (all of them, from the least).
    """
    values = having(distinct, period="year").groupby("reference_year")["value"]
    ends = {"n": values.nunique(), "low": values.min(), "high": values.max()}
    return pd.DataFrame(ends).assign(printed=values.agg(list))


def of_province(values: pd.DataFrame, successors: pd.DataFrame, code: str) -> pd.DataFrame:
    """Both publishers' shares of one of the 63, and of the province that it became part of.

    Columns as in the clean table ``values``; the ministry's first, in order of time.
    """
    after = successors.loc[successors["old_code"] == code, "new_code"].iloc[0]
    shares = values[values["indicator"].isin([MINISTRY, STATISTICS_OFFICE])]
    own = having(shares, province_code=code, boundary=BEFORE)
    whole = having(shares, province_code=after, boundary=SINCE)
    return pd.concat([own, whole]).sort_values(
        ["indicator", "reference_year"], ascending=[False, True]
    )


def vintages(figures: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Which publication prints which figures: one row a set of figures and year.

    Takes what ``printed_figures`` returns. Publications that print the same figures for the same
    years are one release. Columns out: release (publisher of one of them, and how many more there
    are), publisher (all of them), reference_year, value, text (as a number; "half" for a part of
    the year), source_id (joined by ;); those with most figures first.
    """
    part = _part_of_year(figures).map({True: " half", False: ""})
    rows = figures.assign(text=figures["value"].map(fixed) + part)
    content: dict[tuple[tuple[int, str], ...], list[str]] = {}
    for source, mine in rows.groupby("source_id"):
        key = tuple(sorted(set(zip(mine["reference_year"], mine["text"], strict=True))))
        content.setdefault(key, []).append(str(source))
    publisher = sources.set_index("source_id")["publisher"]
    found: dict[str, pd.DataFrame] = {}
    for key, ids in sorted(content.items(), key=lambda item: (-len(item[0]), item[0])):
        release = publisher[min(ids)].split(" (")[0] + (f" + {len(ids) - 1}" if ids[1:] else "")
        # Two sets of figures from one publisher: tell them apart.
        while release in found:
            release += " ′"
        own = pd.DataFrame(key, columns=["reference_year", "text"])
        own["value"] = own["text"].str.split().str[0].astype(float)
        publishers = "; ".join(sorted(set(publisher[ids])))
        found[release] = own.assign(publisher=publishers, source_id=";".join(ids))
    columns = ["release", "publisher", "reference_year", "value", "text", "source_id"]
    return stacked(found, "release")[columns]
