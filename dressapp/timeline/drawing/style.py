"""Measures and tones of the drawing: one style for a desk, one for a phone; each tone has its own class."""

from dataclasses import dataclass

FONTS = "Noto Sans, DejaVu Sans, sans-serif"

# Each hexadecimal value stands for one tone: the finished drawing carries the tone as a class, so that the
# style sheet can recolour it for a dark screen and for paper. The values serve readers without the sheet.
TONES = {
    "ink": "#14213d",
    "muted": "#525d70",
    "data": "#1b4965",
    "limit": "#a4133d",
    "grid": "#e4e9ef",
    "frame": "#b9c2cf",
    "event": "#5f6b7d",
    "usual": "#7a5f12",
    "zone": "#f0f3f7",
    "shade": "#f3ead2",
    "ground": "#fffffe",
    "suspect": "#a4133c",
    "suspect-bar": "#cf6b83",
    "suspect-maybe": "#eecfd6",
    "other": "#4a5568",
    "other-bar": "#b3bdc9",
    "other-maybe": "#e3e7ec",
    "given": "#0b6e50",
    "given-bar": "#79b9a2",
    "given-maybe": "#d3e8e0",
}
CLEAR = "transparent"


@dataclass(frozen=True, slots=True)
class Style:
    """One form of the drawing: all measures in px of the drawing's own width."""

    id: str
    width: int
    left: int
    right: int
    is_narrow: bool
    name_size: int = 12
    label_size: int = 11
    line: int = 15  # one line of text

    @property
    def plot(self) -> int:
        """The width of the part that has a scale."""
        return self.width - self.left - self.right


WIDE = Style("wide", width=880, left=152, right=150, is_narrow=False)
NARROW = Style("narrow", width=344, left=42, right=10, is_narrow=True)
