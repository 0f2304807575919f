"""The figures that the manual of R survey and the two surveys of contractors print, from their counts."""

import csv
from math import sqrt

import numpy as np
import pytest

from tests.domain.survey.oracle import FOLDER
from yakusoku.domain.survey.coded import Measured, coded
from yakusoku.domain.survey.design import design_of
from yakusoku.domain.survey.estimates import mean_of, shares_of, total_of
from yakusoku.domain.survey.multiplicity import holm
from yakusoku.domain.survey.raking import Margin, calibrate, post_stratify, rake
from yakusoku.domain.survey.rao_scott import association
from yakusoku.domain.survey.sampling_error import error_table, sampling_error
from yakusoku.domain.survey.waves import between_counts, wilson_interval


class Districts:
    """183 schools in 15 of 757 districts; within a group of the file all have its mean."""

    with (FOLDER / "districts.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) for _ in range(int(row["schools"]))]
    weight = np.full(len(rows), 33.846996307373)
    population = Measured("districts", np.full(len(rows), 757.0))

    def of(self, name):
        return coded(name, [row[name] for row in self.rows])

    def mean(self, name):
        return Measured(name, np.array([int(row[name]) / int(row["schools"]) for row in self.rows]))

    @property
    def design(self):
        weights = Measured("weight", self.weight)
        return design_of(
            len(self.rows), clusters=[self.of("district")], populations=[self.population], weights=weights
        )


def near(*values):
    """As many digits as the manual prints."""
    return pytest.approx(values, abs=6e-7)


def test_a_sample_of_districts():
    sample = Districts()
    found = mean_of(sample.design, sample.mean("score"), sample.design.everyone)
    assert (found.estimate, found.se, found.n, found.df) == near(644.169399, 23.542241, 183, 14)
    found = total_of(sample.design, sample.mean("enrolled"), sample.design.everyone)
    assert (found.estimate, found.se) == pytest.approx((3404940.13, 932235.03), abs=6e-3)


@pytest.mark.parametrize(
    ("fit", "mean", "se"),
    [
        pytest.param(
            lambda d, level, _: post_stratify(d, level), 642.310788, 23.920486, id="post-stratified"
        ),
        pytest.param(lambda d, *margins: rake(d, margins), 641.230321, 23.703617, id="raked"),
        pytest.param(lambda d, *margins: calibrate(d, margins), 640.995870, 23.829493, id="linear"),
    ],
)
def test_districts_weighted_to_all_schools(fit, mean, se):
    sample = Districts()
    level = Margin(sample.of("level"), {"E": 4421, "H": 755, "M": 1018})
    target = Margin(sample.of("target"), {"No": 1072, "Yes": 5122})
    fitted = fit(sample.design, level, target)
    found = mean_of(fitted.design, sample.mean("score"), sample.design.everyone)
    assert (found.estimate, found.se) == near(mean, se)
    assert fitted.worst[-1] < 1e-10


def test_level_and_target_among_districts():
    sample = Districts()
    found = association(sample.design, sample.of("target"), sample.of("level"), sample.design.everyone)
    assert (found.f, found.ndf, found.ddf, found.p) == near(5.193370, 1.494640, 20.924957, 0.021747)
    assert (found.chi2, found.first_p) == near(11.940892, 0.005553)


def test_a_stratified_sample_of_schools():
    """As many schools with the same mean and variance stand for the real ones."""
    strata = {
        "E": (100, 4421, 67443, 47038637),
        "H": (50, 755, 31291, 20167941),
        "M": (50, 1018, 31830, 20940396),
    }
    names, values, sizes, weights = [], [], [], []
    for name, (n, size, total, squares) in strata.items():
        apart = sqrt(squares / n - (total / n) ** 2)
        names += [name] * n
        values += [total / n - apart, total / n + apart] * (n // 2)
        sizes += [size] * n
        weights += [size / n] * n
    design = design_of(
        len(names),
        strata=coded("level", names),
        populations=[Measured("schools", np.array(sizes, float))],
        weights=Measured("weight", np.array(weights)),
    )
    found = mean_of(design, Measured("score", np.array(values)), design.everyone)
    assert (found.estimate, found.se, found.df) == pytest.approx((662.287363, 9.408941, 197), abs=2e-6)


def test_a_rare_event_keeps_its_interval_above_zero():
    """4 of 183, in one district, as in the manual: Wald's interval would begin below 0."""
    k, n = 4, 183
    wilson = wilson_interval(1, 20)
    assert wilson == pytest.approx((0.0089, 0.2361), abs=5e-5)
    assert wilson_interval(0, 36) == pytest.approx((0, 0.0964), abs=5e-5)
    sample = Districts()
    rare = coded("rare", ["1"] * k + ["0"] * (n - k))
    (found,) = shares_of(sample.design, rare, sample.design.everyone)
    assert 0 < found.low < k / n < found.high


@pytest.mark.parametrize(
    ("yes", "n", "z", "p"),
    [
        pytest.param((275, 261), (287, 269), 0.764, 0.445, id="contractors-did-not-rise"),
        pytest.param((110, 155), (218, 239), 3.114, 0.00185, id="clients-rose"),
    ],
)
def test_telework_in_two_waves(yes, n, z, p):
    found = between_counts(yes, n)
    assert (found.statistic, found.p) == (pytest.approx(z, abs=5e-4), pytest.approx(p, rel=3e-3))
    assert found.significant() == (found.low > 0)


def test_the_table_of_sampling_errors():
    assert sampling_error(0.5, 100) == 10
    assert sampling_error(0.5, 100, 100) == 0
    (row,) = error_table([505])
    assert [round(e, 1) for e in row.errors] == [2.7, 3.6, 4.1, 4.4, 4.4]
    assert sampling_error(0.3, 400, 1000) == pytest.approx(200 * sqrt(600 / 999 * 0.21 / 400))
    assert holm([0.01, 0.04]) == [0.02, 0.04]
