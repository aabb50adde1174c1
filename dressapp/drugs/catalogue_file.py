"""Load the drug catalogue from its file, once; what the file says of itself stands at its head."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from scoring.substances import AtcCode, HalfLife, HlaAssociation, Notoriety, PublishedLatency, Substance

PATH = Path(__file__).with_name("catalogue.toml")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Combination:
    """A product of several substances: those that the catalogue holds, and the names of the `others`."""

    holds: tuple[Substance, ...]
    others: tuple[str, ...] = ()
    atc: tuple[AtcCode, ...] = ()
    synonyms: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()

    @property
    def ingredients(self) -> tuple[str, ...]:
        """Return the names of all that it holds, in one order however it was written."""
        return (*sorted(one.name for one in self.holds), *sorted(self.others))

    @property
    def name(self) -> str:
        """Return its ingredients in words."""
        *first, last = self.ingredients
        return f"{', '.join(first)} and {last}"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything in the file."""

    substances: tuple[Substance, ...]
    combinations: tuple[Combination, ...]
    other_drugs: tuple[str, ...]


@cache
def load() -> Catalogue:
    """Return the catalogue."""
    data = tomllib.loads(PATH.read_text(encoding="utf-8"))
    substances = tuple(_Reader(data["sources"], data["as_of"]).substance(row) for row in data["substance"])
    by_name = {substance.name: substance for substance in substances}
    return Catalogue(
        substances=substances,
        combinations=tuple(_combination(row, by_name) for row in data["combination"]),
        other_drugs=tuple(data["other_drugs"]),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads rows, with the sources that they name by key."""

    sources: Mapping[str, str]
    as_of: str

    def substance(self, row: Row) -> Substance:
        """Return the substance of a row."""
        notoriety, half_life = row.get("notoriety"), row.get("half_life")
        return Substance(
            name=row["name"],
            drug_class=row["class"],
            atc=tuple(AtcCode(**code) for code in row.get("atc", ())),
            synonyms=tuple(row.get("synonyms", ())),
            brands=tuple(row.get("brands", ())),
            notoriety=Notoriety(**self._sourced(notoriety), as_of=self.as_of) if notoriety else None,
            latency=tuple(PublishedLatency(**self._sourced(one)) for one in row.get("latency", ())),
            hla=tuple(HlaAssociation(**self._sourced(one)) for one in row.get("hla", ())),
            half_life=self._half_life(half_life) if half_life else None,
        )

    def _sourced(self, fact: Row) -> dict[str, Any]:
        """Return a fact with its sources written out."""
        return {**fact, "source": "; ".join(self.sources[key] for key in fact["source"])}

    def _half_life(self, fact: Row) -> HalfLife:
        """Return the bounds of a half-life."""
        bounds = {name: Decimal(fact[name]) for name in ("shortest", "longest")}
        return HalfLife(**self._sourced(fact) | bounds)


def _combination(row: Row, by_name: Mapping[str, Substance]) -> Combination:
    """Return the product of a row."""
    return Combination(
        holds=tuple(by_name[name] for name in row["holds"]),
        others=tuple(row.get("with", ())),
        atc=(AtcCode(row["atc"]),) if "atc" in row else (),
        synonyms=tuple(row.get("synonyms", ())),
        brands=tuple(row.get("brands", ())),
    )
