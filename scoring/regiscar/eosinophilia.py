"""Eosinophilia from the samples of the episode: every sample scored, the highest taken."""

from scoring.derive.course import NO_ONSET, is_near
from scoring.derive.labs import (
    EOSINOPHILS_ONE_POINT,
    EOSINOPHILS_TWO_POINTS,
    PERCENT_ONE_POINT,
    PERCENT_RULE_BELOW_WBC,
    PERCENT_TWO_POINTS,
    PERCENT_UNCHECKED,
    EosinophilSample,
    show_count,
    show_sample,
    show_share,
)
from scoring.facts import CaseFacts
from scoring.kernel.result import Derived, Evidence, Support

_ANSWERS = ("none", "700_to_1499", "1500_or_more")


def eosinophilia(facts: CaseFacts, samples: tuple[EosinophilSample, ...], aside: str = "") -> Derived:
    """Derive the band from the samples; a percentage without its white cells decides nothing."""
    if facts.dates.episode_start is None:
        return Derived("unknown", NO_ONSET.capitalize())
    if not samples:
        return Derived("unknown", f"No eosinophil count on record in the episode{aside}")
    conflicts = tuple(sample.conflict for sample in samples if sample.conflict)
    decided = [sample for sample in samples if sample.points is not None and sample.count is not None]
    if not decided:
        return _undecided(facts, samples, conflicts, aside)
    best = max(decided, key=_rank)
    assert best.points is not None
    higher = [sample for sample in samples if sample.points is None and sample.most_points > best.points]
    if higher:
        known = f"{show_sample(facts, best)}; {_bound(facts, higher[-1])}"
        return Derived("unknown", "; ".join([known, *conflicts]) + aside, conflicts=conflicts)
    evidence = (Evidence(show_sample(facts, best), best.point.ref),)
    return Derived(
        _ANSWERS[best.points], _why(facts, best, samples) + aside, evidence, _support(best), conflicts
    )


def _rank(sample: EosinophilSample) -> tuple[int, object, int]:
    assert sample.points is not None
    assert sample.count is not None
    return sample.points, sample.count.value, -sample.point.on.toordinal()


def _undecided(
    facts: CaseFacts, samples: tuple[EosinophilSample, ...], conflicts: tuple[str, ...], aside: str
) -> Derived:
    counted = [sample for sample in samples if sample.count is not None]
    if counted:
        why = _bound(facts, counted[-1])
    elif conflicts:
        why = "; ".join(conflicts)
    else:
        why = f"{show_sample(facts, samples[-1])}: a percentage alone decides nothing"
    return Derived("unknown", why + aside, conflicts=conflicts)


def _bound(facts: CaseFacts, sample: EosinophilSample) -> str:
    return f"{show_sample(facts, sample)}: a bound that does not decide the band"


def _why(facts: CaseFacts, best: EosinophilSample, samples: tuple[EosinophilSample, ...]) -> str:
    text = show_sample(facts, best)
    if best.wbc and best.percent and best.wbc.is_below(PERCENT_RULE_BELOW_WBC.value):
        effect = "counts" if best.by_percent else "gives no more"
        cells, share = show_count(best.wbc), show_share(best.percent)
        text += f"; white cells {cells}, below 4,000: the percentage, {share}, {effect}"
    if len(samples) > 1:
        text += f"; the highest of {len(samples)} samples"
    if best.wbc is None:
        text += f"; {PERCENT_UNCHECKED}"
    undecided = [sample for sample in samples if sample.points is None and not sample.conflict]
    if undecided:
        text += f"; not decided: {', '.join(show_sample(facts, sample) for sample in undecided)}"
    return "; ".join([text, *(sample.conflict for sample in samples if sample.conflict)])


def _support(best: EosinophilSample) -> Support:
    assert best.count is not None
    by_percent = best.by_percent and best.percent is not None
    value = best.percent.value if by_percent and best.percent else best.count.value
    limits = (
        (PERCENT_ONE_POINT, PERCENT_TWO_POINTS)
        if by_percent
        else (EOSINOPHILS_ONE_POINT, EOSINOPHILS_TWO_POINTS)
    )
    deciding = limits[0] if best.points == 0 else limits[best.points - 1] if best.points else limits[0]
    return Support.NEAR_THRESHOLD if is_near(value, deciding.value) else Support.WELL_BEYOND
