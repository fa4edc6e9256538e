"""Why a figure stands in the table of disputes, and what doubts there are: each code once.

The column ``reason`` says it in a sentence with its numbers, ``reason_code`` in these codes.
"""

from __future__ import annotations

from typing import NamedTuple

# Why one of several figures is used, in the order in which they are asked.
CHOICES = {
    "chosen_by_decision": "a person decided, and recorded why",
    "whole_year": "a figure of a whole year comes before one of a part of it",
    "better_quality": "an official figure comes before a relayed one",
    "printed_not_implied": "a printed figure comes before one that follows from a printed change",
    "more_independent_sources": "more independent sources print it, copies counted once",
    "later_publication": "it was published later",
    "more_decimals": "it is printed with more decimals",
    "name_of_source": "nothing tells the figures apart but the names of their sources",
    "others_set_aside": "the other figures are set aside",
    "origin_unstated": "none is used: the origin of no source is stated",
}

# What speaks against a figure that other figures of its own place and year do not contradict.
OBJECTIONS = {
    "scores_give_another_rank": "another rank follows from the complete scores",
    "rank_out_of_order": "a better rank is printed beside a lower score",
    "larger_values_in_source": "more provinces have a larger value than its rank allows",
    "rank_of_two": "different sources print one rank for two provinces",
    "change_implies_another": "a printed change implies another figure for the earlier year",
    "computed_otherwise": "another figure follows from those that it is made of",
    "part_does_not_fit": "a printed figure that it goes into does not follow from it and others",
    "equals_the_mean": "it equals the mean of all provinces, although its rank is far from it",
    "bands_do_not_add_up": "the narrower bands inside it count another number of provinces",
    "bands_counted_otherwise": "sources count another number of provinces in one band",
    "more_known_than_counted": "more provinces are known to lie in a band than it counts",
    "target_beside_result": "a target and a result stand side by side",
    "identity_does_not_hold": "a relation does not hold, and a person accepted that",
}

REASONS = CHOICES | OBJECTIONS


class Doubt(NamedTuple):
    """What looks odd about a row of data/raw, and what to do about it."""

    meaning: str
    mend: str


_SIC = "Look at the source; if it is printed so, write sic into the note."
DOUBTS = {
    "unread": Doubt("a print is none that the program can read", _SIC),
    "jump": Doubt(
        "a figure is at least 8 times, or at most an 8th of, that of the year before", _SIC
    ),
    "equal values": Doubt(
        "a source prints one figure of five decimals or more for two places or years", _SIC
    ),
    "growth": Doubt(
        "an economy grows far otherwise than those of the other provinces in its source",
        "Compare both years with the source; where they are printed so, write sic into the note.",
    ),
    "entered twice": Doubt(
        "two sources have one address, and neither is a copy",
        "Make it one source, or name the other one in copy_of.",
    ),
    "unused": Doubt(
        "no row rests on a source, or an indicator has no figure", "Add a figure, or remove it."
    ),
    "undated": Doubt(
        "a source has no date of publication, or an edition none of its announcement",
        "Fill the cell, if the date is known.",
    ),
    "empty cell": Doubt(
        "a figure has no locator or unit, or a source no address", "Fill the cell, if it is known."
    ),
    "other topic": Doubt(
        "a figure stands in the file of another topic than its indicator",
        "Move the rows, or correct the topic in indicators.csv.",
    ),
    "edition": Doubt(
        "an edition is missing, or another number is ranked than it says",
        "Compare the year and the number with the source, and with editions.csv.",
    ),
    "unusual name": Doubt("a province is called otherwise than usual", "Write the usual name."),
    "bound": Doubt("a word before a number gives a bound, and the qualifier none", "Say it there."),
    "decimal marks": Doubt(
        "a source has both commas and points before decimals",
        "Compare its figures with the source; where one is printed so, write sic into its note.",
    ),
    "about nothing": Doubt(
        "an absence or a warning speaks of figures of which there are none",
        "Correct it, or remove the row.",
    ),
}
