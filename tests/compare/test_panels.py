"""Associations: closed forms and data/clean."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from analysis.compare import panels
from analysis.compare.egov import SCORES

Tables = dict[str, pd.DataFrame]


def test_rows_are_complete(clean: Tables) -> None:
    table = panels.together(clean["values"], [2022, 2023, 2024])
    papi = clean["values"].query("indicator == 'papi_egov_portal_score'")
    for year, rows in table.groupby("reference_year"):
        known = set(papi.loc[papi["reference_year"] == year, "province_code"])
        assert set(rows["province_code"]) <= known
        assert len(rows) >= 61
    assert not table.isna().any().any()
    assert table["urban_share"].between(0, 1).all()


@pytest.fixture(scope="module")
def table(clean: Tables) -> pd.DataFrame:
    return panels.together(clean["values"], [2022, 2023, 2024])


def test_terms_are_standardised_by_year(table: pd.DataFrame) -> None:
    scaled = panels.standardised(table)
    for term in panels.TERMS:
        by_year = scaled.groupby("reference_year")[term]
        assert by_year.mean().abs().max() < 1e-10
        assert (by_year.std() - 1).abs().max() < 1e-10


def test_errors_are_hc3(table: pd.DataFrame) -> None:
    """HC3 by its own formula: (X'X)⁻¹ X' diag(e² / (1 - h)²) X (X'X)⁻¹."""
    year = table[table["reference_year"] == 2022]
    found = panels.associations(year)
    scaled = panels.standardised(year)
    x = sm.add_constant(scaled[list(panels.TERMS)]).to_numpy()
    y = scaled["score"].to_numpy()
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ x.T @ y
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    meat = x.T @ np.diag(((y - x @ beta) / (1 - leverage)) ** 2) @ x
    errors = np.sqrt(np.diag(inverse @ meat @ inverse))[1:]
    width = (found.terms["high"] - found.terms["low"]) / 2
    assert found.terms["estimate"].tolist() == pytest.approx(beta[1:].tolist())
    freedom = len(y) - x.shape[1]
    assert width.tolist() == pytest.approx((stats.t.ppf(0.975, freedom) * errors).tolist())


def test_errors_over_several_years_are_clustered(table: pd.DataFrame) -> None:
    """The sandwich over clusters with the usual correction for their number, by hand."""
    found = panels.associations(table)
    scaled = panels.standardised(table)
    years = pd.get_dummies(scaled["reference_year"], drop_first=True, dtype=float)
    terms = list(panels.TERMS)
    x = np.column_stack([np.ones(len(scaled)), scaled[terms], years])
    y = scaled["score"].to_numpy()
    inverse = np.linalg.inv(x.T @ x)
    residual = y - x @ (inverse @ x.T @ y)
    meat = np.zeros((x.shape[1], x.shape[1]))
    codes = scaled["province_code"].to_numpy()
    for code in set(codes):
        score = x[codes == code].T @ residual[codes == code]
        meat += np.outer(score, score)
    g, n, k = len(set(codes)), len(y), x.shape[1]
    scale = g / (g - 1) * (n - 1) / (n - k)
    errors = np.sqrt(np.diag(scale * inverse @ meat @ inverse))[1 : 1 + len(terms)]
    width = (found.terms["high"] - found.terms["low"]) / 2
    assert width.tolist() == pytest.approx((stats.t.ppf(0.975, g - 1) * errors).tolist())


def test_p_values_are_corrected_within_families(table: pd.DataFrame) -> None:
    found = panels.associations(table, one_by_one=True)
    terms = found.terms.set_index("term")
    assert (terms["p_holm"] >= terms["p"]).all()
    papi = terms[terms["family"] == "papi_egov"]["p"].sort_values()
    smallest = terms.loc[papi.index[0]]
    assert smallest["p_holm"] == pytest.approx(min(1, 3 * smallest["p"]))
    assert terms["family"].to_dict() == panels.TERMS


def test_alone_each_goes_with_the_score_together_none_stands_out(table: pd.DataFrame) -> None:
    alone = panels.associations(table, one_by_one=True).terms.set_index("term")["p_holm"]
    beside = panels.associations(table).terms.set_index("term")["p_holm"]
    assert alone["log_income"] < 0.001
    assert alone["urban_share"] < 0.001
    assert (beside > 0.05).all()


def test_fits_side_by_side(table: pd.DataFrame) -> None:
    by_year = panels.by_year(table)
    assert list(by_year) == [2022, 2023, 2024]
    assert sum(found.n for found in by_year.values()) == len(table)
    beside = panels.beside(by_year)
    assert beside["term"].tolist() == list(panels.TERMS)
    assert beside["high_2023"].equals(by_year[2023].terms["high"])
    checks = panels.checks(by_year).set_index("fit")
    assert (checks["reference_year"] == checks.index).all()
    assert checks.loc[2022, "province_code"] == "77"
    assert (checks["above"] > 0).all()
    assert (checks["told"] == 0).all()


def test_terms_that_can_be_told_from_none(table: pd.DataFrame) -> None:
    found = panels.associations(table, one_by_one=True)
    assert {"log_income", "urban_share"} <= set(found.told["term"])
    assert found.told["p_holm"].max() < panels.LEVEL <= found.terms["p_holm"].max()


def test_largest_correlation_is_of_two_terms(table: pd.DataFrame) -> None:
    among, largest = panels.correlations(table)
    assert among["term"].tolist() == list(panels.TERMS)
    scaled = panels.standardised(table)
    assert largest == pytest.approx(scaled["log_income"].corr(scaled["urban_share"]))


def test_influence_names_the_farthest(table: pd.DataFrame) -> None:
    """Cook's distance by its own formula: e² h / (k s² (1 - h)²)."""
    year = table[table["reference_year"] == 2022].copy()
    # One province far from what the others let expect.
    year.loc[year["province_code"] == "48", "score"] += 0.3
    found = panels.associations(year)
    assert found.influence["province_code"].iloc[0] == "48"
    scaled = panels.standardised(year)
    x = sm.add_constant(scaled[list(panels.TERMS)]).to_numpy()
    hat = x @ np.linalg.inv(x.T @ x) @ x.T
    residual, leverage = scaled["score"] - hat @ scaled["score"], np.diag(hat)
    n, k = x.shape
    variance = (residual**2).sum() / (n - k)
    cook = residual**2 * leverage / (k * variance * (1 - leverage) ** 2)
    assert found.influence["cook"].tolist() == pytest.approx(sorted(cook, reverse=True))
    assert found.checks["largest_cook"] == pytest.approx(cook.max())
    assert cook.max() > found.checks["cut"]


def test_families_are_tested_as_statsmodels_does(table: pd.DataFrame) -> None:
    """Wald's F of restrictions, by its own formula from the clustered covariance."""
    found = panels.associations(table)
    scaled = panels.standardised(table)
    years = pd.get_dummies(scaled["reference_year"], "year", drop_first=True, dtype=float)
    codes, _ = pd.factorize(scaled["province_code"])
    x = sm.add_constant(pd.concat([scaled[list(panels.TERMS)], years], axis=1))
    fit = sm.OLS(scaled["score"], x).fit(cov_type="cluster", cov_kwds={"groups": codes}, use_t=True)
    for family in found.families.itertuples():
        terms = [term for term, own in panels.TERMS.items() if own == family.family]
        b, v = fit.params[terms].to_numpy(), fit.cov_params().loc[terms, terms].to_numpy()
        f = b @ np.linalg.inv(v) @ b / len(terms)
        assert family.f == pytest.approx(f)
        clusters = table["province_code"].nunique()
        assert family.p == pytest.approx(stats.f.sf(f, len(terms), clusters - 1))
        assert family.terms == len(terms)


def test_joint_test_of_one_year_is_the_classical_f() -> None:
    """With equal variance the robust test comes near the F of residual sums of squares."""
    generator = np.random.default_rng(5)
    n = 4_000
    table = pd.DataFrame(generator.normal(size=(n, len(panels.TERMS))), columns=list(panels.TERMS))
    table["score"] = 0.05 * table["log_income"] + generator.normal(size=n)
    table = table.assign(province_code=[str(i) for i in range(n)], reference_year=2022)
    found = panels.associations(table).families.set_index("family")
    scaled = panels.standardised(table)
    full = sm.OLS(scaled["score"], sm.add_constant(scaled[list(panels.TERMS)])).fit()
    less = sm.OLS(scaled["score"], sm.add_constant(scaled[list(SCORES)])).fit()
    f, p, _ = full.compare_f_test(less)
    assert found.loc["circumstances", "f"] == pytest.approx(f, rel=0.1)
    assert found.loc["circumstances", "p"] == pytest.approx(p, abs=0.02)


def test_families_part(table: pd.DataFrame) -> None:
    """Circumstances go with the score beside PAPI's scores; these do not, beside them."""
    found = panels.associations(table)
    p = found.families.set_index("family")["p"]
    assert p["circumstances"] == pytest.approx(0.002, abs=0.001)
    assert p["papi_egov"] == pytest.approx(0.36, abs=0.03)
    assert found.checks["levels"] == pytest.approx(0.34, abs=0.01)
    alone = found.families.set_index("family")["r_squared"]
    assert found.checks["levels"] < alone["papi_egov"] < alone["circumstances"]
    assert alone["circumstances"] < found.checks["r_squared"]
    several = panels.families({"all": found, **panels.by_year(table)})
    assert several["fit"].unique().tolist() == ["all", "2022", "2023", "2024"]


def test_levels_of_one_year_explain_nothing(table: pd.DataFrame) -> None:
    for found in panels.by_year(table).values():
        assert found.checks["levels"] == pytest.approx(0, abs=1e-12)
