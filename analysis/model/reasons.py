"""Why a figure stands in the table of disputes: each reason a code, each code defined once.

The column ``reason`` says it in a sentence with its numbers, ``reason_code`` in these codes.
"""

from __future__ import annotations

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
