"""The proof as Markdown, from the objects that the page shows."""

from collections.abc import Iterable, Iterator

from dressapp.assessments.proof import CountRow, Proof, RuleSet, present_proof
from dressapp.assessments.proof_cases import PublishedCase, present_agreement
from dressapp.assessments.proof_lines import Number
from dressapp.assessments.proof_words import Pair
from dressapp.exchange.published import list_published

Row = Iterable[str]


def write_proof() -> str:
    """Return the whole proof as text."""
    return "\n".join(_lines(present_proof(), list_published())) + "\n"


def _lines(proof: Proof, cases: tuple[PublishedCase, ...]) -> Iterator[str]:
    yield "# Proof\n"
    yield "Written by `manage.py proof` from the tables that the program computes with; `/proof/` shows"
    yield "the same. Do not change it by hand."
    yield from _listed("## Claimed", proof.claimed)
    yield from _listed("## Not claimed", proof.not_claimed)
    for rule in proof.rule_sets:
        yield from _rule_set(rule)
    yield from _weak(proof)
    yield from _open(proof)
    yield from _combinations(proof)
    yield from _cases(cases)
    yield "\n## Errors seen elsewhere\n"
    yield from _table(("seen", "the published table"), map(_pair, proof.elsewhere))


def _rule_set(rule: RuleSet) -> Iterator[str]:
    yield f"\n## {rule.title} (`{rule.id}`)\n\n{rule.says}\n"
    if rule.items:
        rows = ((item.title, item.asks, " · ".join(item.points)) for item in rule.items)
        yield from _table(("item", "what it asks", "points"), rows)
        yield ""
    if rule.bands:
        yield from _table(("band", "from and to"), ((band.title, band.asks) for band in rule.bands))
        yield ""
    if rule.numbers:
        heads = ("what it decides", "number", "source", "how sure")
        yield from _table(heads, map(_number, rule.numbers))
    yield from _listed("", (f"**{one.name}**: {one.reference} ({one.read})" for one in rule.sources))
    if rule.readings:
        yield from _listed("How it is read:", rule.readings)


def _number(number: Number) -> Row:
    return number.name, number.value, number.source.name, f"{number.certainty} ({number.mark})"


def _weak(proof: Proof) -> Iterator[str]:
    heads = ("what it decides", "number", "rule set", "source")
    yield "\n## Not verified\n\nNo source that was read supports these.\n"
    yield from _table(heads, (_marked(title, number) for title, number in proof.unverified))
    yield from _listed("", proof.unverified_rules)
    yield "\n## Our own choices\n\nThese stand in no published rule, and nobody has validated them.\n"
    yield from _table(heads, (_marked(title, number) for title, number in proof.own_choices))
    yield from _listed("", proof.own_readings)


def _marked(title: str, number: Number) -> Row:
    return number.name, number.value, title, number.source.name


def _open(proof: Proof) -> Iterator[str]:
    yield "\n## Open questions\n"
    rows = ((question.asks, question.decides, question.meanwhile) for question in proof.questions)
    yield from _table(("question", "it decides", "until then"), rows)
    yield "\n## Where the sources differ\n"
    yield from _table(("the sources", "what is done"), map(_pair, proof.differences))


def _pair(pair: Pair) -> Row:
    return pair.seen, pair.instead


def _combinations(proof: Proof) -> Iterator[str]:
    yield "\n## Every combination of answers\n"
    yield f"Engine and test, typed apart, agree in all {proof.states} states of the ten RegiSCAR items, and"
    yield f"so in the {proof.combinations} combinations of ten lines with three answers each. All ten unknown"
    yield f"is {proof.all_unknown}, all ten no is {proof.all_no}. These count ways to answer, not patients.\n"
    yield from _table(("total", "class", "combinations", "states"), map(_count, proof.totals))
    yield ""
    rows = ((row.name, row.combinations, row.states) for row in proof.classes)
    yield from _table(("class", "combinations", "states"), rows)


def _count(row: CountRow) -> Row:
    return row.name, row.category, row.combinations, row.states


def _cases(cases: tuple[PublishedCase, ...]) -> Iterator[str]:
    yield "\n## Published cases\n"
    yield "Each case file holds what had been read of its report when it was made; an item that it does not"
    yield "state is unknown. Its authors' result is never read by the scoring."
    yield from _listed("", present_agreement(cases))
    yield ""
    rows = ((case.id, case.authors, case.ours, case.reach, case.verdict) for case in cases)
    yield from _table(("case", "authors", "ours", "range", "result"), rows)
    for case in cases:
        yield from _case(case)


def _case(case: PublishedCase) -> Iterator[str]:
    yield f"\n### {case.id}\n\n{case.report}. Read: {case.read}.\n"
    yield f"Authors: {case.authors}. Ours: {case.ours}, range {case.reach}. {case.why}".rstrip()
    if case.differs:
        yield ""
        rows = ((row.item, row.authors, row.ours, row.why) for row in case.differs)
        yield from _table(("item", "authors", "ours", "why"), rows)
    if case.needed:
        yield f"\n{case.needed}"
    if case.tried:
        yield from _listed("", (f"With {trial.answers}: **{trial.result}**" for trial in case.tried))
    if case.right:
        yield f"\n**{case.right}**"


def _listed(head: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"\n{head}\n" if head else ""
    yield from (f"- {line}" for line in lines)


def _table(heads: Row, rows: Iterable[Row]) -> Iterator[str]:
    heads = tuple(heads)
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    yield from (f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in rows)
