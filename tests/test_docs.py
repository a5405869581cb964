"""README and docs: what they show works, and nothing that exists is missing from them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
import rdflib
from click.testing import CliRunner

from trustkg import __version__
from trustkg.cli import ui
from trustkg.cli.app import application
from trustkg.framework import Framework
from trustkg.language import Language
from trustkg.queries import catalogue, parse, questions, run
from trustkg.validation.rules import RuleSet

ANEW = "`TRUSTKG_UPDATE_DOCS=1 pytest tests/test_docs.py` writes it anew"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(file: Path, language: str) -> list[str]:
    """Return the code blocks of one language in a Markdown file."""
    found = FENCE.findall(file.read_text(encoding="utf-8"))
    return [text for name, text in found if name == language]


def test_the_readme_s_plan_is_checked_as_it_says(checkout: Path, tmp_path: Path) -> None:
    """The first five minutes: the plan of the README has the mistake that it promises."""
    (plan,) = blocks(checkout / "README.md", "yaml")
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    app = application(ui.make(Language.EN))
    command = ["validate", str(tmp_path / "plan.yaml")]
    wrong = CliRunner().invoke(app, command, standalone_mode=False)
    assert "wrong-direction" in wrong.output
    assert 1 == wrong.return_value
    mended = plan.replace("9 %, target: 7 %", "7 %, target: 9 %")
    assert mended != plan
    (tmp_path / "plan.yaml").write_text(mended, encoding="utf-8")
    right = CliRunner().invoke(app, command, standalone_mode=False)
    assert "error[" not in right.output
    assert 0 == right.return_value


def test_the_readme_s_commands_run(checkout: Path, tmp_path: Path) -> None:
    """Every command line of the README exits with 0 and prints something."""
    (session,) = blocks(checkout / "README.md", "console")
    commands = [line.removeprefix("$ ") for line in session.splitlines() if line.startswith("$ ")]
    assert commands
    for command in commands:
        here = re.sub(r"\btrustkg ", f"{shlex.quote(sys.executable)} -m trustkg ", command)
        done = subprocess.run(
            ["bash", "-c", here],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
            check=False,
        )
        assert 0 == done.returncode, (command, done.stderr)
        assert done.stdout.strip(), command


def test_the_readme_s_python_runs(checkout: Path, tmp_path: Path) -> None:
    """The first lines of Python that people copy work."""
    (code,) = blocks(checkout / "README.md", "python")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,  # where the installed package is imported and not the checkout
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert (0, "") == (done.returncode, done.stderr)
    assert "weakens informationRisk statedVerbatim section/5-1" in done.stdout


def test_the_model_page_shows_a_real_statement(checkout: Path, framework: Framework) -> None:
    """The example in docs/model.md is in the graph, triple by triple."""
    for text in blocks(checkout / "docs" / "model.md", "turtle"):
        for triple in rdflib.Graph().parse(data=text, format="turtle"):
            assert triple in framework.graph


def test_links_in_the_docs_lead_somewhere(checkout: Path) -> None:
    """A reader who follows a link of a Markdown file finds the file."""
    for page in (*checkout.glob("*.md"), *(checkout / "docs").glob("*.md")):
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in link:
                assert (page.parent / link).exists(), f"{page.name}: {link}"


def reference() -> str:
    """Return the command-line reference, made from the commands' own help."""
    parts = [
        f"# The command line\n\nMade from the commands' own help; {ANEW}.\n",
    ]
    app = application(ui.make(Language.EN))
    for title, command in commands("trustkg", app):
        context = click.Context(
            command,
            info_name=title,
            max_content_width=88,
            help_option_names=app.context_settings["help_option_names"],
        )
        text = command.get_help(context)
        parts.append(f"## {title}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def commands(title: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """Yield a command and every one below it, with what to type for it."""
    yield title, command
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from commands(f"{title} {name}", below)


def rules_page() -> str:
    """Return the page of rules, made from the shapes."""
    parts = [
        f"# 规则 · Rules\n\nMade from `shapes/plan/`; {ANEW}.\n",
    ]
    parts.extend(
        f"## {rule.code} {rule.slug}\n\n**{rule.severity.name.lower()}** ·"
        f" {rule.name.zh} · {rule.name.en}\n\n{rule.why.zh}\n\n{rule.why.en}\n"
        for rule in RuleSet.load().rules.values()
    )
    return "\n".join(parts)


def queries_page() -> str:
    """Return the page of named queries and competency questions, made from their headers."""
    rows = "".join(
        f"| `{q.name}` | {q.title.zh}<br>{q.title.en} | {q.description.zh}<br>{q.description.en} |"
        f" {', '.join(f'`{p.name}`' for p in q.parameters)} |\n"
        for q in catalogue().values()
    )
    asked = "".join(
        f"| `{name}` | {q.query.title.zh}<br>{q.query.title.en} |"
        f" {q.query.description.zh}<br>{q.query.description.en} | {q.kind} |\n"
        for name, q in questions().items()
    )
    return (
        f"# 查询 · Queries\n\nMade from `queries/`; {ANEW}. Results come as"
        " `table`, `csv`, `json`, `tsv`, and triples as `ttl`.\n\n"
        f"| name | title | description | parameters |\n|---|---|---|---|\n{rows}"
        "\n## 能力问题 · Competency questions\n\nMade from `queries/cq/`: what a graph of the"
        " paper must be able to answer. The answer expected of `cq01.rq` is `cq01.csv`, written"
        " from the paper; the test suite and `trustkg build` compare.\n\n"
        f"| name | question | description | answer |\n|---|---|---|---|\n{asked}"
    )


@pytest.mark.parametrize(
    ("name", "made"),
    [("cli.md", reference), ("rules.md", rules_page), ("queries.md", queries_page)],
)
def test_pages_made_from_the_product_are_current(
    checkout: Path, name: str, made: Callable[[], str]
) -> None:
    """What a command, rule or query says of itself is what the docs say."""
    page = checkout / "docs" / name
    if os.environ.get("TRUSTKG_UPDATE_DOCS"):
        page.write_text(made(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == made()


def test_every_key_of_a_plan_is_documented(checkout: Path, framework: Framework) -> None:
    """Whoever writes a plan finds each key in docs/plans.md, in both languages."""
    page = (checkout / "docs" / "plans.md").read_text(encoding="utf-8")
    inner = {"number", "unit", "asWritten"}  # a quantity is written as one text
    query = """SELECT ?key ?label {
      ?key a ?kind ; rdfs:label ?label .
      FILTER(?kind IN (owl:ObjectProperty, owl:DatatypeProperty))
      FILTER(STRSTARTS(STR(?key), STR(tkp:)))
    }"""
    labels = run(framework, parse("keys", query, anonymous=True), {}).rows
    keys = {label.text for key, label in labels if (key.id or "").split("/")[1] not in inner}
    assert keys
    missing = {key for key in keys if key not in page}
    assert set() == missing


@pytest.mark.parametrize("file", ["CITATION.cff", "CHANGELOG.md", "ontology/schema/ontology.ttl"])
def test_the_version_is_the_same_everywhere(checkout: Path, file: str) -> None:
    """People cite the version that they have."""
    assert __version__ in (checkout / file).read_text(encoding="utf-8")


def test_ci_runs_the_readme_s_own_test_command(checkout: Path) -> None:
    """README and CI can't drift: CI extracts the command from the README's text."""
    script = (checkout / ".ci" / "run").read_text(encoding="utf-8")
    assert "README.md" in script
    assert "pip install '.[test]' && pytest" not in script
    assert "pip install '.[test]' && pytest" in blocks(checkout / "README.md", "sh")[1]
