"""What tables of rankings, of their changes and of associations show, and how."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.model.names import (
    BLOCKS,
    FAMILIES,
    INDICES,
    PAPI_DIMENSIONS,
    PAPI_EGOV,
    PAPI_PARTS,
    PAPI_SCORES,
    PCI_PARTS,
    REPORTED,
    RULES,
    SCALES,
    TERMS,
    english,
)
from analysis.page.citations import cite_one
from analysis.page.tables import NONE, Columns, each
from analysis.words import fixed, out_of, p_value, percent, quoted, ranked, signed_span, span
from analysis.words.patterns import pattern

# An estimate or a coefficient of correlation, and its interval.
_INTERVAL = pattern("{} ({} to {})", "+.3f", "+.3f", "+.3f")
_COEFFICIENT = pattern("{} ({} to {})", "+.2f", "+.2f", "+.2f")
_PERCENT = partial(percent, decimals=1)
_SCORE: Columns = {"indicator": ("Score", PAPI_SCORES.get)}
_TERM: Columns = {"term": ("Term", TERMS.get)}


def _of_year(low: float, high: float, year: int) -> str:
    """A share and its year: "18.66 (2022)"."""
    return NONE if pd.isna(low) else f"{span(low, high)} ({year})"


# Whose figure a share of the digital economy is: ``compare.digital_economy.DEFINITIONS``.
WHOSE = {
    "ministry": "ministry", "office": "statistics office", "own": "province's own",
    "unstated": "not said whose",
}  # fmt: skip

# ``compare.shares_34``: what is computed has one decimal, what is printed its own two.
CARRIED_OVER: Columns = {
    "name_vi": "Province",
    ("low", "high", "parts"): (
        "Share of GRDP, 2022 (%)", lambda low, high, parts: span(low, high, 2 if parts == 1 else 1)
    ),
    "parts": "Made of", "printed": "Parts with a printed share",
    "weight": ("Their part of its GRDP", percent),
}  # fmt: skip

# ``compare.targets``.
_VERDICTS = {
    "nothing": "no share found", "untold": "cannot be told",
    "reached": "own figure at or above it", "short": "own figure below it",
}  # fmt: skip
TARGET_AND_SHARES = {"target": "target", **WHOSE}
TARGETS: Columns = {
    "name_vi": "Province", ("target_low", "target_high"): ("Target (%)", span),
    **{
        (f"{name}_low", f"{name}_high", f"{name}_year"): (words.capitalize(), _of_year)
        for name, words in WHOSE.items()
    },
    "verdict": ("Met?", _VERDICTS.get), "source_id": ("Source of the target", cite_one),
}  # fmt: skip
OTHER_TARGETS: Columns = {
    "name_vi": "Province", "boundary": "Boundary", "reference_year": "For",
    ("low", "high"): ("Target (%)", span), "source_id": ("Source", cite_one),
}  # fmt: skip

# ``compare.rankings`` and ``compare.rank_changes``.
PATH: Columns = {
    "reference_year": "Edition", ("rank", "units_ranked"): ("Rank", out_of),
    "rank_basis": "Rank is", "score": ("Score", ".4f"), "as_printed": ("Printed as", quoted),
    "source_id": ("Source", cite_one), "locator": "Place in the source", "note": "Note",
}  # fmt: skip
NEXT: Columns = {
    "name_vi": "Province",
    "to_gain_2022": ("2022, to gain", ".4f"), "to_lose_2022": ("2022, to lose", ".4f"),
    "to_gain_2023": ("2023, to gain", ".4f"), "to_lose_2023": ("2023, to lose", ".4f"),
    "to_gain_2024": ("2024, to gain", ".4f"), "to_lose_2024": ("2024, to lose", ".4f"),
}  # fmt: skip


# ``compare.rankings.ends``, ``compare.pci`` and ``compare.papi``.
def _scored(names: list[str], scores: list[float]) -> str:
    return ranked(names, map(fixed, scores))


ENDS: Columns = {
    "reference_year": "Edition", "n": "Provinces",
    ("first", "first_scores"): ("First five", _scored),
    ("last", "last_scores"): ("Last five", _scored),
}  # fmt: skip
WEIGHTS: Columns = {
    "part": ("Sub-index", english(PCI_PARTS).get),
    "share_2019": ("2019 (%)", "d"), "free_2019": ("2019, least squares", ".1f"),
    "share_2021": ("2021 (%)", "d"), "free_2021": ("2021, least squares", ".1f"),
    "share_2022": ("2022 (%)", "d"),
}  # fmt: skip
WEIGHTS_SURE: Columns = {
    "reference_year": "Edition", "n": "Provinces", "tried": ("Schemes tried", ",d"),
    "fit": "Schemes that fit", "largest": ("Largest distance", ".2f"),
    "next_best": ("Under the next best scheme", ".2f"),
    "before": ("Under the weights of 2019", ".2f"),
}  # fmt: skip
DIMENSIONS: Columns = {
    "dimension": ("Dimension", english(PAPI_DIMENSIONS).get), "mean": ("Mean", ".2f"),
    ("low", "high"): ("Lowest and highest", pattern("{} to {}", ".2f", ".2f")),
    "sd": ("Standard deviation", ".2f"), "share": ("Part of the variance of totals", percent),
}  # fmt: skip
# ``compare.composite``, ``compare.recovery``, ``compare.splits`` and ``compare.sensitivity``.
_PART: Columns = {"part": ("Part", BLOCKS.get)}
POINTS: Columns = {
    **_PART, "points_2022": "2022", "points_2023": "2023", "points_2024": "2024",
    "weight_2022": ("Weight 2022 and 2023", _PERCENT), "weight_2024": ("Weight 2024", _PERCENT),
}  # fmt: skip
RECOVERY: Columns = {
    "reference_year": "Edition", **_PART, "points": ("Points", "g"),
    "estimate": ("Least squares", ".2f"), "error": ("Standard error", ".2f"),
    "moved": ("Moved by leaving one out", ".2f"),
    ("low", "high"): ("Within rounding", pattern("{} to {}", ".1f", ".1f")),
}  # fmt: skip
FIT: Columns = {
    "reference_year": "Edition", "n": "Provinces", "largest": ("Largest difference", ".6f"),
    "explained": ("Rounding can make", ".6f"), "spread": ("Root mean square", ".6f"),
    "expected": ("Rounding makes about", ".6f"),
}  # fmt: skip
EFFECTIVE: Columns = {
    "block": ("Part", BLOCKS.get),
    ("weight_2022", "share_2022"): ("2022: weight, carries", pattern("{}, {}", percent, percent)),
    ("weight_2023", "share_2023"): ("2023", pattern("{}, {}", percent, percent)),
    ("weight_2024", "share_2024"): ("2024", pattern("{}, {}", percent, percent)),
}  # fmt: skip
SPLIT: Columns = {
    "name_vi": "Province",
    ("from_rank_first", "from_rank", "to_rank"): ("Ranks 2022, 2023, 2024", "{}, {}, {}".format),
    "own_low_first": ("To 2023: own parts", "+g"), "rivals_low_first": ("rivals’ parts", "+g"),
    ("own_low", "own_high"): ("To 2024: own parts", signed_span),
    ("rivals_low", "rivals_high"): ("rivals’ parts then", signed_span),
    ("weights_low", "weights_high"): ("weights", signed_span),
    ("best", "worst"): ("Place of 2024 under the weights of 2022", span),
}  # fmt: skip
REORDERING: Columns = {
    **_PART, ("from_year", "to_year"): ("Editions", "{} to {}".format), "n": "Provinces",
    "spearman": ("Spearman", ".2f"), "places": ("Mean places moved", ".1f"), "far": "Far",
}  # fmt: skip
WORTH: Columns = {
    "reference_year": "Edition", "vary": "Varied", "rank": "Rank",
    ("low", "high"): ("In nine of ten draws", span), "exactly": ("At its rank", percent),
    "shift": ("Its mean shift", ".1f"), "every": ("Mean shift of all 63", ".1f"),
    "middle": ("Width of bands in the middle", "g"),
}  # fmt: skip

# ``compare.survey``, ``compare.convergence`` and ``compare.mobility``.
MADE_OF: Columns = {
    **_SCORE, "reference_year": "Year", "questions": "Questions", "n": "Provinces",
    "apart": ("Largest difference (points)", ".7f"),
    "follows": ("Score follows", {True: "yes", False: "no"}.get),
}  # fmt: skip
BY_SCALE: Columns = {
    **_SCORE, "scale": ("Scale", SCALES.get),
    ("from_year", "to_year"): ("Years", "{} to {}".format), "n": "Provinces",
    ("from_mean", "to_mean"): ("Mean (%)", pattern("{} to {}", ".1f", ".1f")),
    ("from_sd", "to_sd"): ("Standard deviation", pattern("{} to {}", ".2f", ".2f")),
    "ratio": ("Variance, last to first", ".2f"), "p": ("p of equal variance", p_value),
    "p_holm": ("corrected (Holm)", p_value),
}  # fmt: skip
MOBILITY: Columns = {
    ("from_year", "to_year"): ("Editions", "{} to {}".format), "rules": ("Rules", RULES.get),
    "n": "Provinces", "places": ("Mean places moved", ".1f"),
    "share": ("Of the largest possible", percent), "spearman": ("Spearman", ".2f"),
    "kendall": ("Kendall’s tau-b", ".2f"), "shorrocks": ("Shorrocks", ".2f"),
    ("cohesion", "p"): ("Regional cohesion (p)", pattern("{} ({})", ".2f", p_value)),
}  # fmt: skip

# ``compare.indicators``.
ASKED: Columns = {
    "index": ("Index", english(INDICES).get), "name_en": "Name", "publisher": "Publisher",
    "unit": "Unit", "methodology_note": "What is known of its making",
}  # fmt: skip
EDITIONS: Columns = {
    "reference_year": "Edition", "main_indices": "Main indices", "components": "Components",
    "decision": "Decision", "announced_on": "Announced", "note": "Note",
    "source_id": ("Sources", cite_one),
}  # fmt: skip
BREAKS: Columns = {
    "index": ("Score", english(INDICES | {PAPI_EGOV: PAPI_DIMENSIONS[PAPI_EGOV]} | PAPI_PARTS).get),
    "years": "Years of one definition", ("least", "most"): ("Provinces scored", span),
    "note": "Note",
}  # fmt: skip

# ``compare.verdicts.agreements_by_year``.
AGREEMENT: Columns = {
    ("one_name", "other_name"): ("Pair", "{}, {}".format), "reference_year": "Year",
    "n": "Provinces in both",
    ("kendall", "low", "high"): ("Kendall’s tau-b", _COEFFICIENT),
    "spearman": ("Spearman", "+.2f"), "p": ("p", p_value), "p_corrected": ("p (Holm)", p_value),
}  # fmt: skip

# ``compare.panels`` and ``compare.expectations``.
ASSOCIATIONS: Columns = {
    **_TERM, "family": ("Family", FAMILIES.get),
    ("estimate_alone", "low_alone", "high_alone"): ("Alone", _INTERVAL),
    "p_holm_alone": ("p (Holm) alone", p_value),
    ("estimate_joint", "low_joint", "high_joint"): ("Together", _INTERVAL),
    "p_holm_joint": ("p (Holm) together", p_value),
}  # fmt: skip
BY_YEAR: Columns = {
    **_TERM, ("estimate_2022", "low_2022", "high_2022"): ("2022", _INTERVAL),
    ("estimate_2023", "low_2023", "high_2023"): ("2023", _INTERVAL),
    ("estimate_2024", "low_2024", "high_2024"): ("2024", _INTERVAL),
}  # fmt: skip
AMONG: Columns = {**_TERM, **each(pd.Series(TERMS), ".2f")}
CHECKS: Columns = {
    "fit": "Fit", "n": "Observations", "r_squared": ("R²", ".2f"),
    "breusch_pagan": ("Equal variance (Breusch-Pagan p)", p_value),
    "largest_cook": ("Largest Cook’s distance", ".2f"),
    ("name_vi", "reference_year"): ("Of", "{} {}".format),
    "above": "Above 4/n", "condition": ("Condition number", ".1f"),
}  # fmt: skip
LASTING: Columns = {
    **_SCORE, "n": "Observations", "provinces": "Provinces",
    "between": ("Lasting differences (sd)", ".3f"), "within": ("What is left (sd)", ".3f"),
    "share": ("Share of lasting differences", percent),
    "likely": ("by maximum likelihood", percent),
}  # fmt: skip
JOINT: Columns = {
    "fit": "Editions", "family": ("Family", FAMILIES.get), "terms": "Terms", "f": ("F", ".2f"),
    "p": ("p of all being zero", p_value), "r_squared": ("R² with the editions alone", ".2f"),
}  # fmt: skip
PERSISTENCE: Columns = {
    ("from_year", "to_year"): ("Editions", "{} and {}".format), "n": "Provinces",
    ("pearson", "low", "high"): ("Correlation", pattern("{} ({} to {})", ".2f", ".2f", ".2f")),
    "spearman": ("Spearman", ".2f"),
}  # fmt: skip
ABOVE: Columns = {
    "name_vi": "Province",
    **each({"above_2022": "2022", "above_2023": "2023", "above_2024": "2024"}, "+.3f"),
    "mean": ("Mean", "+.3f"), "outside": "Editions outside the interval",
}  # fmt: skip

# ``compare.citizens``.
_REPORTED: Columns = {"indicator": ("Citizens report", english(REPORTED).get)}
CORRELATIONS: Columns = {
    **_REPORTED, "reference_year": "Year", "n": "Provinces",
    ("rho_society", "low_society", "high_society"): ("Society activity: ρ", _COEFFICIENT),
    "partial_society": ("like income and town", "+.2f"),
    ("rho_index", "low_index", "high_index"): ("DTI: ρ", _COEFFICIENT),
    "partial_index": ("DTI, like income and town", "+.2f"),
}  # fmt: skip
PLACED: Columns = {
    "name_vi": "Province", "share": ("Internet at home (%)", ".1f"), "share_rank": "Rank by it",
    ("low", "high"): ("Ranks not excluded", "{} to {}".format),
    "score": ("Society activity", ".4f"), "index_rank": "Rank by it in the DTI",
    "places": ("Places", "+d"),
}  # fmt: skip
WHAT_IF: Columns = {
    **_REPORTED, "design": ("Design effect", ".1f"),
    "error": ("Standard error (percentage points)", ".1f"), "ranks": ("Ranks not excluded", ".0f"),
    "reliable": ("Variance that is no error", percent), "corrected": ("ρ without error", "+.2f"),
}  # fmt: skip
