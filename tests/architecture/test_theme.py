"""The theme's colours are legible on every ground they stand on, light and dark."""

import re

import pytest

from tests.architecture.sources import ROOT

THEME = (ROOT / "static/css/theme.css").read_text(encoding="utf-8")
TONES = ["none", "possible", "probable", "definite", "data", "warn", "bad"]
AA_TEXT, AA_SHAPE = 4.5, 3


def tokens(block):
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6});", block))


LIGHT = tokens(THEME[: THEME.index("@media (prefers-color-scheme: dark)")])
DARK = LIGHT | tokens(THEME[THEME.index("@media (prefers-color-scheme: dark)") : THEME.index("/* Ground")])
SCHEMES = {"light": LIGHT, "dark": DARK}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first, second):
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("text", [*TONES, "ink", "muted", "link"])
@pytest.mark.parametrize("ground", ["card", "paper", "sunk"])
def test_text_is_legible_on_every_ground(scheme, text, ground):
    colours = SCHEMES[scheme]
    assert contrast(colours[text], colours[ground]) >= AA_TEXT


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("tone", TONES)
def test_chip_is_legible_on_its_own_tint(scheme, tone):
    colours = SCHEMES[scheme]
    assert contrast(colours[tone], colours[f"{tone}-soft"]) >= AA_TEXT
    assert contrast(colours["ink"], colours[f"{tone}-soft"]) >= AA_TEXT


@pytest.mark.parametrize("scheme", SCHEMES)
def test_edges_of_controls_and_the_focus_ring_can_be_seen(scheme):
    colours = SCHEMES[scheme]
    assert contrast(colours["edge"], colours["card"]) >= AA_SHAPE
    assert contrast(colours["focus"], colours["paper"]) >= AA_SHAPE
    for ground in ("navy", "chosen"):
        assert contrast(colours["on-navy"], colours[ground]) >= AA_TEXT
    assert contrast(colours["chosen"], colours["card"]) >= AA_SHAPE


@pytest.mark.parametrize("tone", ["none", "possible", "probable", "definite", "data"])
def test_each_category_has_a_second_colour_for_the_dark(tone):
    assert LIGHT[tone] != DARK[tone]
