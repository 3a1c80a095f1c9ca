"""The chart of warm ratios: horizontal bars on a logarithmic scale, sorted, as an SVG without anything it depends on.

Colours come from a style sheet of its own that asks for the reader's theme, and the background is left to the page.
"""

import math
from html import escape

ROW = 17
LEFT = 210
RIGHT = 60
TOP = 58
WIDTH = 860
STYLE = """
text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
.small { font-size: 11px; fill: #59636e }
.title { font-size: 15px; font-weight: 600 }
.grid { stroke: #d1d9e0; stroke-width: 1 }
.one { stroke: #1f2328; stroke-width: 1.5 }
.two { stroke: #1a7f37; stroke-width: 1.5; stroke-dasharray: 4 3 }
.ahead { fill: #2f81f7 }
.behind { fill: #d1672d }
.mark { fill: none; stroke: #8250df; stroke-width: 1.8 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .small { fill: #9198a1 }
  .grid { stroke: #3d444d }
  .one { stroke: #e6edf3 }
  .two { stroke: #3fb950 }
  .ahead { fill: #4493f8 }
  .behind { fill: #e0823d }
  .mark { stroke: #bc8cff }
}
"""


def draw(rows, base, command, other=None):
    """An SVG of how many times as fast as `base` the command is; `other` gets a ring on the same line."""
    bars = sorted(((ratio, row) for row in rows if (ratio := row.ratio("warm", base, command)) is not None),
                  key=lambda pair: pair[0], reverse=True)
    rings = {row.name: ratio for row in rows if other and (ratio := row.ratio("warm", base, other)) is not None}
    shown = [ratio for ratio, _ in bars] + list(rings.values()) + [0.8, 2.5]
    low, high = math.log2(min(shown)) - 0.1, math.log2(max(shown)) + 0.1

    def across(ratio):
        return LEFT + (math.log2(ratio) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    bottom = TOP + ROW * len(bars)
    height = bottom + 28
    title = f"{command} against {base}, warm: how many times as fast"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" aria-label="{escape(title)}">',
        f"<style>{STYLE}</style>",
        f'<text class="title" x="10" y="20">{escape(title)}</text>',
    ]
    if rings:
        parts.append(f'<circle class="mark" cx="16" cy="36" r="4"/><text class="small" x="26" y="40">{escape(other)}</text>')
    for power in range(math.ceil(low), math.floor(high) + 1):
        place = across(2.0**power)
        kind = {0: "one", 1: "two"}.get(power, "grid")
        label = f"{2**power}x" if power >= 0 else f"1/{2**-power}x"
        parts.append(f'<line class="{kind}" x1="{place:.1f}" y1="{TOP - 6}" x2="{place:.1f}" y2="{bottom + 4}"/>')
        for height_of_label in (TOP - 10, bottom + 18):
            parts.append(f'<text class="small" x="{place:.1f}" y="{height_of_label}" text-anchor="middle">{label}</text>')
    for index, (ratio, row) in enumerate(bars):
        top = TOP + index * ROW
        begin, end = sorted((across(1.0), across(ratio)))
        kind = "ahead" if ratio >= 1 else "behind"
        parts.append(f'<text x="{LEFT - 8}" y="{top + 12}" text-anchor="end">{escape(row.name)}</text>')
        parts.append(f'<rect class="{kind}" x="{begin:.1f}" y="{top + 3}" width="{max(end - begin, 0.5):.1f}" height="{ROW - 6}" rx="1.5"/>')
        parts.append(f'<text class="small" x="{max(across(ratio), across(1.0)) + 5:.1f}" y="{top + 12}">{ratio:.2f}x</text>')
        if row.name in rings:
            parts.append(f'<circle class="mark" cx="{across(rings[row.name]):.1f}" cy="{top + ROW / 2:.1f}" r="4"/>')
    return "\n".join([*parts, "</svg>", ""])
