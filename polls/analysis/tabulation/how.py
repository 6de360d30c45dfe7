"""How each number is made: the formula of every measure and method, and where it is from."""

from collections.abc import Mapping
from typing import Any

from polls.analysis.tabulation.lines import SHARES

FORMULAS: Mapping[str, tuple[str, str]] = {
    "count": ("number of respondents in the base who gave the answer", "counting"),
    "weighted_count": ("Σw over the respondents in the base who gave the answer", "counting"),
    "base": ("number of respondents who count in the denominator, by the base rule", "counting"),
    "weighted_base": ("Σw over the base", "counting"),
    "effective_base": ("(Σw)² / Σw² over the base", "Kish 1965, §11.7"),
    "share": ("weighted_count / weighted_base (unweighted: count / base)", "ratio estimator"),
    "mean": ("Σw·y / Σw over the valid answers", "ratio estimator"),
    "nps": ("100 · (share of 9–10 − share of 0–6), the mean of 100, 0 and −100", "Reichheld 2003"),
    "mean_rank": ("mean of the rank given, 1 the best", "ratio estimator"),
    "borda": ("mean of k + 1 − rank, over k things", "Borda 1781"),
    "first_choice": ("share who gave rank 1", "ratio estimator"),
    "standard_error:plain_share": ("√(p(1 − p)/n), times √((N − n)/(N − 1)) where N is known", "Cochran 1977, §3.2"),
    "standard_error:plain_mean": ("s/√n, times √(1 − n/N) where N is known", "Cochran 1977, §2.5"),
    "standard_error:design": (
        "√ of the variance of Σw(y − R·b)/Σwb by linearisation: per stratum (1 − n/N)·n/(n − 1)·Σ(z − z̄)²",
        "Särndal, Swensson & Wretman 1992, §5.5",
    ),
    "standard_error:calibrated": (
        "as under a design, on the residuals of the regression on the targets",
        "Deville & Särndal 1992",
    ),
    "design_effect": ("variance / variance on a simple random sample of the base with replacement", "Kish 1965, §8.2"),
    "wilson": ("(p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n)", "Wilson 1927"),
    "wilson_cc": ("Wilson's with continuity correction", "Newcombe 1998, method 4"),
    "wilson_fpc": ("Wilson's with n replaced by n(N−1)/(N−n)", "Wilson 1927; Cochran 1977"),
    "wald": ("p ± z√(p(1−p)/n)", "Wald"),
    "wald_fpc": ("p ± z√((1−n/N)·p(1−p)/(n−1))", "Cochran 1977, §3.2"),
    "clopper_pearson": ("exact binomial, each tail at half the error", "Clopper & Pearson 1934"),
    "clopper_pearson_effective": ("exact binomial on the effective base", "Korn & Graubard 1998"),
    "hypergeometric": ("exact in a population of known size, by inverting two one-sided tests", "Buonaccorsi 1987"),
    "agresti_coull": ("Wald's on x + z²/2 of n + z²", "Agresti & Coull 1998"),
    "jeffreys": ("quantiles of Beta(x + ½, n − x + ½)", "Brown, Cai & DasGupta 2001"),
    "logit": ("logit(p) ± t·se/(p(1−p)), back on the scale of shares", "Korn & Graubard 1998"),
    "beta": ("exact binomial on p(1−p)/se²·(t_{n−1}/t_df)²", "Korn & Graubard 1998"),
    "mean_interval": ("estimate ± t·se on the design's degrees of freedom", "Student"),
    "asin": ("arcsine √p ± t·se/(2√(p(1−p))), back on the scale of shares", "Anscombe 1948"),
    "likelihood": ("shares of which the deviance, scaled by the design effect, stays within F", "Rao & Scott 1984"),
    "z": ("estimate ± z·se", "normal approximation"),
    "known": ("no standard error: the share was weighted to its target", "calibration"),
    "t": ("mean ± t·se", "Student 1908"),
    "t_fpc": ("mean ± t·se·√(1 − n/N)", "Cochran 1977, §2.5"),
    "two_proportion_z": ("z = (p₁ − p₂)/√(p(1−p)(1/n₁ + 1/n₂)), p pooled", "Pearson 1900"),
    "two_proportion_z_unpooled": ("z = (p₁ − p₂)/√(p₁(1−p₁)/n₁ + p₂(1−p₂)/n₂)", "normal approximation"),
    "two_proportion_z_continuity": ("z with the continuity correction of R's prop.test", "Yates 1934"),
    "two_proportion_z_effective_base": ("z with pooled variance on Kish's effective bases", "Kish 1965"),
    "fisher_exact": ("exact, two-sided by the probability of the table", "Fisher 1935"),
    "overlapping_z": ("z with the covariance of the respondents who are in both groups", "Kish 1965, §12.4"),
    "design_t": (
        "difference / its standard error under the design, covariance included; t on df",
        "Särndal et al. 1992",
    ),
    "welch_t": ("t with both variances free", "Welch 1947"),
    "pooled_t": ("t with the variance pooled over all groups", "Student 1908"),
    "newcombe": ("interval of a difference from two Wilson intervals", "Newcombe 1998, method 10"),
    "detectable": ("(z_{1−α/2} + z_{0.8})·standard error: the smallest difference shown with 80 % power", "Cohen 1988"),
    "holm": (
        "smallest p times the number of tests, the next times one fewer, and so on, never below the one before",
        "Holm 1979",
    ),
    "benjamini_hochberg": (
        "p times the number of tests / the rank of p, never above that of a larger p",
        "Benjamini & Hochberg 1995",
    ),
    "bonferroni": ("p times the number of tests", "Bonferroni"),
    "similar": ("the 90 % interval of the difference lies within the margin: two one-sided tests", "Schuirmann 1987"),
    "pearson_chi_square": ("Σ(O − E)²/E without Yates' correction", "Pearson 1900"),
    "pearson_chi_square_yates": ("Σ(|O − E| − ½)²/E", "Yates 1934"),
    "g_test": ("2·ΣO·ln(O/E)", "Wilks 1938"),
    "fisher_freeman_halton": ("exact test of a table with its margins", "Freeman & Halton 1951"),
    "fisher_freeman_halton_monte_carlo": ("the exact test, simulated with 200,000 tables", "Freeman & Halton 1951"),
    "rao_scott_f": ("Pearson's chi-square with the second-order correction, as F", "Rao & Scott 1984"),
    "rao_scott_chi_square": ("Pearson's chi-square with the second-order correction", "Rao & Scott 1984"),
    "rao_scott_saddlepoint": ("Pearson's chi-square against its weighted sum of chi-squares", "Kuonen 1999"),
    "wald_f": ("F of all differences at once by their covariance under the design", "Wald 1943; Koch et al. 1975"),
    "adjusted_wald_f": ("Wald's F with the degrees of freedom of the design taken off", "Thomas & Rao 1987"),
    "cramers_v": (
        "√(X²/(n·(k − 1))): X² Pearson's of the table (weighted: of its shares), k the fewer of rows and columns",
        "Cramér 1946, ch. 21",
    ),
    "kruskal_wallis": ("chi-square of the mean ranks, corrected for ties", "Kruskal & Wallis 1952"),
    "mann_whitney": ("z of the rank sum, corrected for ties", "Mann & Whitney 1947"),
    "rank_wald": ("Wald's F of the mean estimated ranks in the population", "Lumley & Scott 2013"),
    "rank_t": ("t of the difference in mean estimated rank in the population", "Lumley & Scott 2013"),
    "mcnemar": ("(b − c)²/(b + c) of those who differ; exact where they are under 25", "McNemar 1947"),
    "paired_t": ("t of the differences within persons", "Student 1908"),
    "friedman": ("chi-square of the rank sums, corrected for ties", "Friedman 1937"),
    "sign_test": ("exact binomial of who prefers the one to the other", "Dixon & Mood 1946"),
    "welch_anova": ("F with all variances free", "Welch 1951"),
    "anova": ("F of the variance between groups over that within", "Fisher 1925"),
    "type_7": ("x of rank 1 + (n − 1)q, interpolated", "Hyndman & Fan 1996"),
    "inverse_weighted_ecdf": ("smallest x up to which q of the weight lies", "Särndal et al. 1992, §5.11"),
    "letters": ("letters of the columns whose share is exceeded; 0 % and 100 % take no part", "SPSS Custom Tables"),
}
"""By the name that stands in the document: formula and source."""


def formulas(names: set[str]) -> dict[str, dict[str, str]]:
    """Write the formulas of the measures and methods that occur in a table."""
    return {
        name: {"formula": FORMULAS[name][0], "source": FORMULAS[name][1]} for name in sorted(names) if name in FORMULAS
    }


def methods_in(table: Mapping[str, Any]) -> set[str]:
    """Collect the names of the measures and methods that occur in a table."""
    found: set[str | None] = {"count", "base"}
    if table["weights"] is not None:
        found |= {"weighted_count", "weighted_base", "effective_base", "design_effect", table["weights"]["variance"]}
    for variable in table["variables"]:
        measures = {"share" if row["measure"] in SHARES else row["measure"] for row in variable["rows"]}
        found |= measures
        if table["weights"] is None:
            found |= {f"standard_error:plain_{'share' if measure == 'share' else 'mean'}" for measure in measures}
        found.update(*variable["interval"])
        found |= {quantile["method"] for quantile in variable["quantiles"]}
        found |= _tests_in(variable["tests"])
        if variable["tests"]["pairs"] or variable["tests"]["complement"]:
            found.add(table["tests"]["correction"])
        if any("pvalue_over_run" in test for test in variable["tests"]["table"]):
            found.add("benjamini_hochberg")
    return {name for name in found if name}


def _tests_in(tests: Mapping[str, Any]) -> set[str | None]:
    found: set[str | None] = {test["test"] for kind in ("table", "means", "ranking", "panel") for test in tests[kind]}
    found |= {ranking["preferences"]["test"] for ranking in tests["ranking"]}
    if tests["options"]:
        found.add(tests["options"]["test"])
    found |= {"cramers_v" for test in tests["table"] if test.get("cramers_v") is not None}
    compared = [*tests["pairs"], *([tests["complement"]] if tests["complement"] else [])]
    for block in compared:
        found.update(*block["test"], *block["interval"])
    return found | ({"detectable", "similar", "letters"} if compared else set())
