"""Nodes, rash extent and rash features, read from what was examined."""

import re
from decimal import Decimal

from scoring.derive.course import is_near
from scoring.facts import CaseFacts, Finding
from scoring.findings import FINDINGS, RASH_FEATURES
from scoring.kernel.citation import KARDAUN_2007, threshold
from scoring.kernel.result import Derived, Evidence, Support

NODE_SIZE = threshold("1", "cm", KARDAUN_2007, "V2")
NODE_SITES = threshold("2", "sites", KARDAUN_2007, "V2")
BODY_SURFACE = threshold("50", "%", KARDAUN_2007, "V2")
FEATURES_FOR_YES = threshold("2", "features", KARDAUN_2007, "V2")
FEATURES_FOR_NO = threshold("3", "features", KARDAUN_2007, "CALC")  # three of four absent leave one at most

_SIDES = re.compile(r"\b(right|left|both|bilateral|bilaterally|sides?)\b|[(),.]")


def _site(finding: Finding) -> str:
    """Return a node's site with its side taken off: right and left are one."""
    return " ".join(_SIDES.sub(" ", finding.site.lower()).split())


def nodes(facts: CaseFacts) -> Derived:
    """Derive yes from nodes larger than 1 cm at two sites or more; absence is never derived."""
    enlarged = [
        node
        for node in facts.findings
        if node.finding == "node" and node.measure is not None and node.measure.is_above(NODE_SIZE.value)
    ]
    sites: dict[str, Finding] = {}
    for node in enlarged:
        if (site := _site(node)) and (site not in sites or _size(node) > _size(sites[site])):
            sites[site] = node
    if not sites:
        return Derived("unknown", "No node larger than 1 cm with its site on record")
    text = ", ".join(f"{site} {node.measure} cm" for site, node in sites.items())
    if len(sites) < NODE_SITES.value:
        return Derived("unknown", f"Larger than 1 cm at one site only: {text}", _evidence(enlarged))
    second = sorted((_size(node) for node in sites.values()), reverse=True)[1]
    near = is_near(second, NODE_SIZE.value)
    support = Support.NEAR_THRESHOLD if near else Support.WELL_BEYOND
    return Derived("yes", f"Larger than 1 cm at {len(sites)} sites: {text}", _evidence(enlarged), support)


def _size(node: Finding) -> Decimal:
    return node.measure.value if node.measure else Decimal(0)


def _evidence(findings: list[Finding]) -> tuple[Evidence, ...]:
    return tuple(Evidence(finding.site or finding.value, finding.ref) for finding in findings)


def _is_over_half(finding: Finding) -> bool:
    return finding.measure is not None and finding.measure.is_above(BODY_SURFACE.value)


def rash_extent(facts: CaseFacts) -> Derived:
    """Derive yes where the largest body surface is above 50 %, no where it is at most 50 %."""
    surfaces = [
        finding
        for finding in facts.findings
        if finding.finding == "body_surface" and finding.measure is not None
    ]
    if not surfaces:
        return Derived("unknown", "No body surface on record")
    largest = max(surfaces, key=lambda found: (_is_over_half(found), _size(found)))
    measure = largest.measure
    assert measure is not None
    day = f" on {facts.name_day(largest.on)}" if largest.on else ""
    text = f"{measure} % of the body surface{day}"
    support = Support.NEAR_THRESHOLD if is_near(measure.value, BODY_SURFACE.value) else Support.WELL_BEYOND
    if measure.is_above(BODY_SURFACE.value):
        return Derived("yes", text, _evidence([largest]), support)
    if all(surface.measure and surface.measure.is_at_most(BODY_SURFACE.value) for surface in surfaces):
        return Derived("no", text, _evidence([largest]), support)
    return Derived("unknown", f"{text}: whether more than 50 % cannot be told", _evidence([largest]))


def rash_features(facts: CaseFacts) -> Derived:
    """Derive yes from two of the four features, no from three absent."""
    present, absent = [], []
    for feature in RASH_FEATURES:
        values = {finding.value for finding in facts.findings if finding.finding == feature}
        if "yes" in values:
            present.append(FINDINGS[feature].words.lower())
        elif "no" in values:
            absent.append(FINDINGS[feature].words.lower())
    if not present and not absent:
        return Derived("unknown", "None of the four features on record")
    text = "; ".join(
        part
        for part in (
            f"Present: {', '.join(present)}" if present else "",
            f"absent: {', '.join(absent)}" if absent else "",
        )
        if part
    )
    text = text[0].upper() + text[1:]
    if len(present) >= FEATURES_FOR_YES.value:
        return Derived("yes", text, support=Support.WELL_BEYOND)
    if len(absent) >= FEATURES_FOR_NO.value:
        return Derived("no", text, support=Support.WELL_BEYOND)
    return Derived("unknown", f"{text}: fewer than two present and fewer than three absent")
