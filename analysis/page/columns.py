"""What tables of rankings, of their changes and of associations show, and how."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.model.names import BLOCKS, FAMILIES, PAPI_SCORES, RULES, TERMS
from analysis.page.citations import cite_one
from analysis.page.tables import Columns, each
from analysis.words import out_of, p_value, percent, quoted, signed_span, span
from analysis.words.patterns import pattern

# An estimate and its interval.
_INTERVAL = pattern("{} ({} to {})", "+.3f", "+.3f", "+.3f")
_PERCENT = partial(percent, decimals=1)
_SCORE: Columns = {"indicator": ("Score", PAPI_SCORES.get)}
_TERM: Columns = {"term": ("Term", TERMS.get)}
_MEASURED = {"dti_score": "DTI score", "grdp_per_capita": "GRDP per head"}

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

# ``compare.convergence``, ``compare.inequality`` and ``compare.mobility``.
SPREAD: Columns = {
    **_SCORE, "reference_year": "Year", "n": "Provinces", "mean": ("Mean", ".3f"),
    "sd": ("Standard deviation", ".3f"), "cv": ("Relative to the mean", ".3f"),
}  # fmt: skip
CATCHING_UP: Columns = {
    **_SCORE, ("from_year", "to_year"): ("Years", "{} to {}".format), "n": "Provinces",
    ("slope", "low", "high"): (
        "Gain per point of starting score", pattern("{} ({} to {})", "+.2f", "+.2f", "+.2f")
    ),
    "backward": ("Gain per point of last score", "+.2f"),
    "correlation": ("Correlation of first and last", ".2f"),
    "ratio": ("Variance, last to first", ".2f"), "p_equal": ("p of equal variance", p_value),
    "p_holm": ("corrected (Holm)", p_value), ("complete_ratio", "complete_p_holm", "complete_n"): (
        "Known in every year: variance, corrected p", pattern("{}, {} ({})", ".2f", p_value, "d")
    ),
}  # fmt: skip
INEQUALITY: Columns = {
    ("indicator", "reference_year"): ("Of", pattern("{} {}", _MEASURED.get, "d")),
    "weighted": ("Weights", {False: "each province once", True: "by population"}.get),
    "n": "Provinces", "gini": ("Gini", ".3f"), "total": ("Theil", ".4f"),
    "between": ("Between regions", ".4f"), "within": ("Within", ".4f"),
    "share": ("Share between", percent),
}  # fmt: skip
MOBILITY: Columns = {
    ("from_year", "to_year"): ("Editions", "{} to {}".format), "rules": ("Rules", RULES.get),
    "n": "Provinces", "places": ("Mean places moved", ".1f"),
    "share": ("Of the largest possible", percent), "spearman": ("Spearman", ".2f"),
    "kendall": ("Kendall’s tau-b", ".2f"), "shorrocks": ("Shorrocks", ".2f"),
    ("cohesion", "p"): ("Regional cohesion (p)", pattern("{} ({})", ".2f", p_value)),
}  # fmt: skip
CONCORDANCE: Columns = {
    "one": "Region", "pairs": "Pairs", "tau": ("tau", ".2f"),
    "p_low": ("p, as low", p_value), "p_high": ("p, as high", p_value),
}  # fmt: skip

# ``compare.panels``.
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
}  # fmt: skip
