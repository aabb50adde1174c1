"""One view of the figure: rows of marks that become the layers of a Vega-Lite unit."""

from dataclasses import dataclass, field
from typing import Any

from dressapp.timeline.drawing.style import CLEAR, TONES

Row = dict[str, Any]
SOLID: tuple[int, ...] = ()
DASHED, DOTTED = (4, 3), (1, 4)


def _number(value: float) -> float:
    return round(value, 3)


@dataclass
class View:
    """A strip of the figure; x is in days, y in the view's own scale, texts are placed in px.

    `values` is the y scale over the whole height, bottom and top; without it y is in px from the top.
    """

    name: str
    label: str
    height: float
    values: tuple[float, float] | None = None
    is_stop: bool = True
    rects: list[Row] = field(default_factory=list)
    rules: list[Row] = field(default_factory=list)
    signs: list[Row] = field(default_factory=list)
    points: list[Row] = field(default_factory=list)
    texts: list[Row] = field(default_factory=list)
    hits: list[Row] = field(default_factory=list)

    def y(self, px: float) -> float:
        """Return the value of the y scale at a px from the top."""
        if self.values is None:
            return px
        bottom, top = self.values
        return top - px / self.height * (top - bottom)

    def px(self, value: float) -> float:
        """Return the px from the top of a value of the y scale."""
        if self.values is None:
            return value
        bottom, top = self.values
        return (top - value) / (top - bottom) * self.height

    def rect(self, days: tuple[float, float], px: tuple[float, float], tone: str) -> None:
        """Fill a field between two days and two px."""
        self.rects.append(self._box(days, px) | {"fill": TONES[tone]})

    def hit(self, days: tuple[float, float], px: tuple[float, float], description: str) -> None:
        """Lay an unseen field that tells its description on hover and focus."""
        self.hits.append(self._box(days, px) | {"fill": CLEAR, "d": description})

    def _box(self, days: tuple[float, float], px: tuple[float, float]) -> Row:
        top, bottom = self.y(px[0]), self.y(px[1])
        return {"x": _number(days[0]), "x2": _number(days[1]), "y": _number(top), "y2": _number(bottom)}

    def rule(
        self,
        days: tuple[float, float],
        y: tuple[float, float],
        tone: str,
        *,
        width: float = 1,
        dash: tuple[int, ...] = SOLID,
    ) -> None:
        """Draw a line between two places, y in values of the view's scale."""
        self.rules.append(
            {
                "x": _number(days[0]),
                "x2": _number(days[1]),
                "y": _number(y[0]),
                "y2": _number(y[1]),
                "stroke": TONES[tone],
                "w": width,
                "dash": list(dash),
            }
        )

    def upright(
        self,
        day: float,
        px: tuple[float, float],
        tone: str,
        *,
        width: float = 1,
        dash: tuple[int, ...] = SOLID,
    ) -> None:
        """Draw an upright line on a day between two px."""
        self.rule((day, day), (self.y(px[0]), self.y(px[1])), tone, width=width, dash=dash)

    def sign(self, day: float, px: float, shape: str, tone: str, size: float = 60) -> None:
        """Draw a small filled shape that says nothing of its own."""
        self.signs.append(
            {
                "x": _number(day),
                "y": _number(self.y(px)),
                "shape": shape,
                "size": size,
                "fill": TONES[tone],
                "stroke": TONES[tone],
            }
        )

    def point(
        self, day: float, value: float, shape: str, *, fill: str, stroke: str, size: float, description: str
    ) -> None:
        """Draw a result that tells its description on hover and focus."""
        self.points.append(
            {
                "x": _number(day),
                "y": value,
                "shape": shape,
                "size": size,
                "fill": TONES[fill],
                "stroke": TONES[stroke],
                "d": description,
            }
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        tone: str = "ink",
        size: float = 11,
        align: str = "left",
        bold: bool = False,
    ) -> None:
        """Write a line of text with its baseline at a px place; its minus signs as dashes.

        Noto Sans has no minus sign, and the PDF's renderer would set the whole line in another font for it.
        """
        if text:
            self.texts.append(
                {
                    "px": round(x, 1),
                    "py": round(y, 1),
                    "t": text.replace("−", "–"),
                    "fill": TONES[tone],
                    "size": size,
                    "align": align,
                    "weight": 700 if bold else 400,
                }
            )
