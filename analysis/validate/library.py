"""Ask Great Expectations about a frame, and give it no more of the frame than it needs.

The library copies whatever it is given for each thing that it computes: of a table with a million
rows, every expectation gets its own columns alone, and rows are looked up only where one fails.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "False"

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd
from great_expectations.expectations import expectation as kinds
from great_expectations.expectations.expectation import Expectation

# What a batch makes of itself to be validated, each time that it is asked.
from great_expectations.validator.v1_validator import Validator

# Expectations that are about each row.
OF_ROWS = (
    kinds.ColumnMapExpectation, kinds.ColumnPairMapExpectation, kinds.MulticolumnMapExpectation,
)  # fmt: skip

Answer = dict[str, Any]


class Library:
    """Great Expectations, ready to be asked."""

    def __init__(self) -> None:
        logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.ERROR)
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}
        frames = context.data_sources.add_pandas("frames").add_dataframe_asset("frames")
        self.batches = frames.add_batch_definition_whole_dataframe("frame")

    def ask(self, frame: pd.DataFrame, expectations: Sequence[Expectation]) -> Iterator[Answer]:
        """What comes of each expectation, in their order, as the library says it.

        An expectation that holds of each row says how many there are (``element_count``); one that
        does not names those in which it fails.
        """
        parts: dict[tuple[str, ...], pd.DataFrame] = {}
        for expectation in expectations:
            columns = _columns(expectation)
            if isinstance(expectation, gxe.ExpectTableColumnsToMatchOrderedList):
                part = frame.head(0)
            else:
                part = parts[columns] = (
                    parts[columns] if columns in parts else _part(frame, columns)
                )
            answer = self._about(part, "BOOLEAN_ONLY", expectation)
            if not answer["success"]:
                answer = self._about(part, "COMPLETE", expectation)
            elif isinstance(expectation, OF_ROWS):
                answer["result"] = {"element_count": len(frame)}
            yield answer

    def _about(self, part: pd.DataFrame, result_format: str, expectation: Expectation) -> Answer:
        validator = Validator(self.batches, result_format, {"dataframe": part})
        answer: Answer = validator.validate_expectation(expectation).to_json_dict()
        return answer


def _columns(expectation: Expectation) -> tuple[str, ...]:
    """The columns that an expectation looks at; none where it is about the table."""
    given = expectation.configuration.kwargs
    named = [given[key] for key in ("column", "column_A", "column_B") if key in given]
    return (*named, *given.get("column_list", ()))


def _part(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """The part of a frame that an expectation is about."""
    part = frame[[column for column in columns if column in frame.columns]] if columns else frame
    # Texts as categories: each distinct one is looked at once.
    return part.astype(dict.fromkeys(part.select_dtypes("str").columns, "category"))
