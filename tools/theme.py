"""Compute the colours of a municipality from its brand colour, and refuse what cannot be read.

A municipality gives one brand colour. From it come eight steps of every colour family that the
NL Design System tokens know (`--basis-color-*`), mixed in OKLCH so that a step is equally light in
every hue. Contrast is asserted while computing (WCAG 2.2, criteria 1.4.3 and 1.4.11): step 400
reads at 4.5:1 or better on step 100, step 500 at 7:1 on white. A colour that is too light is
darkened until it can be read; nobody can pick an unreadable theme.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

STEPS: Final = (50, 100, 200, 300, 400, 500, 600, 700)
LIGHT_STEPS: Final = {50: 0.984, 100: 0.958, 200: 0.918, 300: 0.80}
CHROMA: Final = {
    50: 0.12,
    100: 0.26,
    200: 0.42,
    300: 0.62,
    400: 0.95,
    500: 1.0,
    600: 0.85,
    700: 0.6,
}
READABLE: Final = 4.5
VERY_READABLE: Final = 7.0

# Where the sRGB curve is a straight line (IEC 61966-2-1; the second as WCAG rounds it), and how far
# outside the screen a channel may be by rounding.
STRAIGHT_BELOW: Final = 0.0031308
STRAIGHT_BELOW_ENCODED: Final = 0.04045
ROUNDING: Final = 0.0005

# Role of a token -> step, the same map as the "voorbeeld" theme uses.
ROLES: Final = {
    "bg": {"subtle": 50, "default": 100, "hover": 200, "active": 200},
    "border": {"subtle": 300, "default": 400, "hover": 500, "active": 500},
    "color": {"subtle": 400, "default": 500, "hover": 600, "active": 600, "document": 700},
    "inverse-bg": {"document": 600, "subtle": 700, "default": 500, "hover": 600, "active": 600},
    "inverse-border": {"subtle": 400, "default": 300, "hover": 200, "active": 200},
}


@dataclass(frozen=True)
class Theme:
    """One municipality's look. Hues in degrees, chroma as OKLCH counts it."""

    name: str
    brand_hue: float
    brand_chroma: float
    brand_lightness: float
    neutral_hue: float
    neutral_chroma: float = 0.012


# Hue and chroma that mean the same in every municipality: care is petrol, safety is rust. The two
# are told apart by people who do not see red and green differently, and by word and icon anyway.
SHARED_FAMILIES: Final = {
    "accent-2": (222.0, 0.085),
    "accent-3": (48.0, 0.115),
    "info": (255.0, 0.12),
    "positive": (150.0, 0.11),
    "warning": (72.0, 0.105),
    "negative": (22.0, 0.17),
    "highlight": (95.0, 0.11),
}
THEMES: Final = (
    Theme("meadow", brand_hue=172, brand_chroma=0.085, brand_lightness=0.41, neutral_hue=95),
    Theme("heather", brand_hue=335, brand_chroma=0.115, brand_lightness=0.39, neutral_hue=330),
)


def _to_linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    l_ = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m_ = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s_ = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_,
        -1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_,
        -0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_,
    )


def _encode(channel: float) -> int:
    curve = 12.92 * channel if channel <= STRAIGHT_BELOW else 1.055 * channel ** (1 / 2.4) - 0.055
    return round(min(1.0, max(0.0, curve)) * 255)


def colour(lightness: float, chroma: float, hue: float) -> str:
    """`#rrggbb` for an OKLCH colour; chroma gives way until a screen can show it."""
    while True:
        linear = _to_linear(lightness, chroma, hue)
        if chroma <= 0 or all(-ROUNDING <= channel <= 1 + ROUNDING for channel in linear):
            return "#" + "".join(f"{_encode(channel):02x}" for channel in linear)
        chroma -= 0.002


def luminance(code: str) -> float:
    """Relative luminance as WCAG defines it, 0 to 1."""
    parts = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        p / 12.92 if p <= STRAIGHT_BELOW_ENCODED else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG defines it, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _darken_until(lightness: float, chroma: float, hue: float, against: str, ratio: float) -> float:
    while contrast(colour(lightness, chroma, hue), against) < ratio:
        lightness -= 0.004
    return lightness


def ramp(hue: float, chroma: float, lightness: float = 0.45) -> dict[int, str]:
    """Eight steps from a tint to nearly black, each readable where the roles put it.

    Raises ValueError when a step cannot be read on the step under it.
    """
    steps = {s: colour(light, chroma * CHROMA[s], hue) for s, light in LIGHT_STEPS.items()}
    level_400 = _darken_until(0.62, chroma * CHROMA[400], hue, steps[100], READABLE + 0.1)
    level_500 = _darken_until(min(lightness, 0.47), chroma, hue, "#ffffff", VERY_READABLE + 0.1)
    dark = {400: level_400, 500: level_500, 600: level_500 - 0.07, 700: level_500 - 0.16}
    steps |= {s: colour(light, chroma * CHROMA[s], hue) for s, light in dark.items()}
    if (
        contrast(steps[400], steps[100]) < READABLE
        or contrast(steps[500], "#ffffff") < VERY_READABLE
    ):
        message = f"hue {hue} gives text that cannot be read"
        raise ValueError(message)
    return steps


def _family(name: str, steps: dict[int, str]) -> Iterator[str]:
    yield f"  --basis-color-{name}-bg-document: #ffffff;"
    for kind, roles in ROLES.items():
        for role, step in roles.items():
            yield f"  --basis-color-{name}-{kind}-{role}: {steps[step]};"
    for role in ("document", "default", "hover", "active"):
        yield f"  --basis-color-{name}-inverse-color-{role}: #ffffff;"
    yield f"  --basis-color-{name}-inverse-color-subtle: {steps[300]};"


def css(theme: Theme) -> str:
    """The theme file of one municipality, as the tool writes it to `static/themes`."""
    brand = ramp(theme.brand_hue, theme.brand_chroma, theme.brand_lightness)
    neutral = ramp(theme.neutral_hue, theme.neutral_chroma)
    families = {"accent-1": brand, "action-1": brand, "action-2": brand, "selected": brand}
    families |= {"default": neutral}
    families |= {name: ramp(hue, chroma) for name, (hue, chroma) in SHARED_FAMILIES.items()}
    page = colour(0.976, theme.neutral_chroma * 0.55, theme.neutral_hue)
    for name, steps in families.items():
        for step in (500, 600, 700):
            if (
                contrast(steps[step], page) < READABLE
                or contrast(steps[step], steps[200]) < READABLE
            ):
                message = f"{theme.name}: step {step} of {name} cannot be read on the page"
                raise ValueError(message)
    lines = [f"/* Theme {theme.name}: computed by tools/theme.py, not edited by hand. */"]
    lines += ["@layer theme {", ":root {", f"  --theme-page: {page};"]
    lines.append(f"  --theme-line: {colour(0.885, theme.neutral_chroma * 0.8, theme.neutral_hue)};")
    lines.append(f"  --theme-tint: {colour(0.972, 0.018, theme.brand_hue)};")
    for name, steps in families.items():
        lines.extend(_family(name, steps))
    return "\n".join([*lines, "}", "}", ""])
