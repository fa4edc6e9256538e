"""What a model of the shares would miss them by: by hand, by refitting, and on the printed ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.compare import digital_economy, modelled
from analysis.compare.digital_economy import MINISTRY

Tables = dict[str, pd.DataFrame]

CODES = list("abcdef")
ROWS = pd.DataFrame({"x": [1.0, 2, 3, 4, 5, 7], "z": [2.0, 1, 0, 5, 3, 4]}, CODES)
SHARES = pd.Series([3.0, 5, 4, 9, 20, 18], CODES)


def test_a_constant_misses_by_the_mean_of_the_others() -> None:
    shares = pd.Series({"a": 2.0, "b": 8.0})
    found = modelled.left_out(shares, ROWS[[]])
    assert found.tolist() == pytest.approx([4, 4])


def test_as_refitting_without_each() -> None:
    found = modelled.left_out(SHARES, ROWS)
    for code in CODES:
        others = ROWS.drop(code)
        design = np.column_stack([np.ones(5), others])
        fit = np.linalg.lstsq(design, np.log(SHARES[others.index]), rcond=None)[0]
        off = np.log(SHARES[code]) - fit @ [1, *ROWS.loc[code]]
        assert found[code] == pytest.approx(np.exp(abs(off)))


def test_a_model_that_is_right_misses_nothing() -> None:
    exact = np.exp(0.3 + 0.5 * ROWS["x"])
    assert modelled.left_out(exact, ROWS[["x"]]).tolist() == pytest.approx([1] * 6)


def test_broken_input() -> None:
    with pytest.raises(ValueError, match="no predictors for"):
        modelled.left_out(SHARES, ROWS.drop("c"))
    with pytest.raises(ValueError, match="3 shares cannot carry 3 parameters"):
        modelled.left_out(SHARES.head(3), ROWS)


def test_the_best_model_errs_more_than_the_bounds(clean: Tables) -> None:
    shares = digital_economy.shares(clean["values"], clean["provinces"], MINISTRY, 2022)
    rows = modelled.predictors(clean["values"])
    assert len(rows.dropna()) == 63
    table = modelled.compared(shares.set_index("province_code")["value"], rows)
    assert table["columns"].iloc[0] == ("income", "dti")
    assert table["typical"].iloc[0] == pytest.approx(2.1, abs=0.05)
    assert table["typical"].is_monotonic_increasing
    middle = modelled.farthest_from_middle(5.78, 17.15)
    assert middle == pytest.approx(1.72, abs=0.005)
    assert middle < table["typical"].min()
