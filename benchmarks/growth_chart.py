"""Draws how a time grows with what it is measured over, as an SVG that stands alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import log10

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 54, 56
# Told apart by shape and place as well as by colour; all three have a contrast of 4.5 or more on white.
_STYLES = (("#0b5c8a", "0", "circle"), ("#a3390f", "7 4", "square"), ("#4a6b1f", "2 4", "diamond"))
_INK, _LINE = "#1f2933", "#d5dbe1"


def growth_chart(
    title: str, note: str, sizes: Sequence[int], lines: Mapping[str, Sequence[float]], *, axis: str = "capabilities"
) -> str:
    """Return the SVG text: `lines` gives each line's milliseconds at `sizes` of what `axis` names; both logarithmic.

    Raises ValueError when a line has not one positive value for each size, or there are more lines than styles.
    """
    if len(lines) > len(_STYLES) or any(len(line) != len(sizes) or min(line) <= 0 for line in lines.values()):
        raise ValueError("at most three lines, each with one positive value for every size")
    least = 10 ** int(log10(min(map(min, lines.values()))) // 1)
    most = 10 ** int(-(-log10(max(map(max, lines.values()))) // 1))
    parts = [*_frame(title, note, sizes, (least, most), axis)]
    ends: list[float] = []
    for (name, line), style in zip(lines.items(), _STYLES, strict=False):
        points = [(_x(size, sizes), _y(value, least, most)) for size, value in zip(sizes, line, strict=True)]
        parts += _line(name, points, style, _free(points[-1][1], ends), line[-1])
    return "\n".join([*parts, "</svg>", ""])


def _x(size: float, sizes: Sequence[int]) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (log10(size) - log10(sizes[0])) / (log10(sizes[-1]) - log10(sizes[0]))


def _y(value: float, least: float, most: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (log10(value) - log10(least)) / (log10(most) - log10(least))


def _free(wanted: float, taken: list[float]) -> float:
    """Return a height for a line's name that no other name has, near the wanted one."""
    while any(abs(wanted - other) < 32 for other in taken):
        wanted += 8
    taken.append(wanted)
    return wanted


def _frame(title: str, note: str, sizes: Sequence[int], bounds: tuple[float, float], axis: str) -> list[str]:
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"',
        'role="img" aria-labelledby="growth-title growth-note" font-family="system-ui, sans-serif">',
        f'<title id="growth-title">{escape(title)}</title>',
        f'<desc id="growth-note">{escape(note)}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        _text(LEFT, 28, title, 16, weight="600"),
    ]
    value = bounds[0]
    while value <= bounds[1]:
        height = _y(value, *bounds)
        parts.append(f'<path d="M{LEFT} {height:.1f}H{WIDTH - RIGHT}" stroke="{_LINE}"/>')
        parts.append(_text(LEFT - 8, height + 4, f"{value:g} ms", 12, anchor="end"))
        value *= 10
    for size in sizes:
        across = _x(size, sizes)
        parts.append(f'<path d="M{across:.1f} {HEIGHT - BOTTOM}v6" stroke="{_INK}"/>')
        parts.append(_text(across, HEIGHT - BOTTOM + 20, f"{size:,}".replace(",", "\u00a0"), 12, anchor="middle"))
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, axis, 12, anchor="middle"))
    return parts


def _line(
    name: str, points: Sequence[tuple[float, float]], style: tuple[str, str, str], label_at: float, last: float
) -> list[str]:
    colour, dashes, shape = style
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    right = WIDTH - RIGHT + 12
    return [
        f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-dasharray="{dashes}"/>',
        *(_mark(x, y, shape, colour) for x, y in points),
        _text(right, label_at, name, 13, colour=colour, weight="600"),
        _text(right, label_at + 15, f"{last:.3g} ms", 12, colour=colour),
    ]


def _mark(x: float, y: float, shape: str, colour: str) -> str:
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
    turned = f' transform="rotate(45 {x:.1f} {y:.1f})"' if shape == "diamond" else ""
    return f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7" fill="{colour}"{turned}/>'


def _text(
    x: float, y: float, text: str, size: int, *, colour: str = _INK, anchor: str = "start", weight: str = "400"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )
