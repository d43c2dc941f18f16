"""Made-up findings: every explanation of a pack with a made-up fit, the later ones foretelling worse."""

from dataclasses import replace

from departures.answers.findings import Findings, findings_of
from departures.country.pack import open_pack, put_together
from departures.country.problem import Problem
from departures.inference.fit import Fit
from report.fake_causes import fake_causes
from report.fake_fit import fake_fit


def fake_findings(country: str, worse=0.3, shares=None) -> Findings:
    """Findings of a shipped pack. Each further explanation foretells every count worse by `worse` in log density;
    `shares` says by explanation which share of every change each part makes.
    """
    pack = open_pack(country)
    problems = {name: put_together(pack, name) for name in pack.explanations}
    fits = {}
    for place, (name, problem) in enumerate(problems.items()):
        fit = fake_fit(problem, seed=7 + place)
        windows = fit.windows.assign(log_density=fit.windows["log_density"] - place * worse)
        causes = fake_causes(problem, (shares or {}).get(name))
        fits[name] = replace(fit, explanation=name, windows=windows, causes=causes)
    return findings_of(problems, fits)


def alone(problem: Problem, fit: Fit) -> Findings:
    """The findings of one explanation by itself."""
    return findings_of({problem.explanation: problem}, {problem.explanation: fit})
