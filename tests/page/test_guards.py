"""Guards stop a build whose sentences are no longer true, and say why."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.model.errors import GuardFailed
from analysis.page import guard


def test_what_holds_is_not_mentioned() -> None:
    rank = {2021: 7, 2022: 3}
    guard("rises", rank[2022] < rank[2021], bool(rank))


def test_sentence_condition_and_values_are_said() -> None:
    rank = {2021: np.int64(7), 2022: 9}
    with pytest.raises(GuardFailed) as failed:
        guard("rises from 2021 to 2022", rank[2022] < rank[2021])
    assert str(failed.value) == (
        "“rises from 2021 to 2022” does not hold any more: "
        "expected rank[2022] < rank[2021], but rank[2022] is 9; rank[2021] is 7"
    )


@pytest.mark.parametrize("unknown", [float("nan"), pd.NA, None])
def test_what_is_not_known_does_not_hold(unknown: object) -> None:
    with pytest.raises(GuardFailed, match="expected unknown, but unknown is"):
        guard("it rises", unknown)


def test_a_guard_without_a_condition_never_holds() -> None:
    with pytest.raises(GuardFailed, match="it rises"):
        guard("it rises")


def test_of_several_conditions_those_that_fail_are_said() -> None:
    first = SimpleNamespace(name="Huế", places=2)
    with pytest.raises(GuardFailed) as failed:
        guard("Bắc Ninh leads", first.places > 0, first.name == "Bắc Ninh", not first.places)
    assert "expected first.name == 'Bắc Ninh', but first.name is 'Huế'" in str(failed.value)
    assert "expected not first.places, but first.places is 2" in str(failed.value)
    assert "first.places > 0" not in str(failed.value)
