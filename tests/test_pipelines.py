"""docs/pipelines.md and the hooks: what they show parses, fits together and runs."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import ruamel.yaml

from trustkg import resources
from trustkg.cli import ui
from trustkg.cli.app import application
from trustkg.language import Language

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(checkout: Path, language: str) -> list[str]:
    """Return the code blocks of one language in the guide."""
    text = (checkout / "docs" / "pipelines.md").read_text(encoding="utf-8")
    return [block for name, block in FENCE.findall(text) if name == language]


def parsed(text: str) -> Any:
    """Return what a YAML text holds."""
    return ruamel.yaml.YAML(typ="safe", pure=True).load(text)


def option_names() -> set[str]:
    """Return the options of `trustkg validate`."""
    group = application(ui.make(Language.EN))
    command = group.commands["validate"]
    return {
        name for param in command.params if isinstance(param, click.Option) for name in param.opts
    }


def commands(text: str) -> list[list[str]]:
    """Return the calls of `trustkg validate` in a text, as lists of words."""
    found = re.findall(r"trustkg validate[^|#\n]*", text)
    return [shlex.split(call) for call in found]


def test_hooks_are_what_pre_commit_asks_for(checkout: Path) -> None:
    """Each hook has id, name, entry and language, and its pattern takes plans only."""
    hooks = parsed((checkout / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert ["trustkg-validate", "trustkg-fix"] == [hook["id"] for hook in hooks]
    for hook in hooks:
        assert {"id", "name", "description", "entry", "language", "files"} <= set(hook)
        assert "python" == hook["language"]
        pattern = re.compile(hook["files"])
        assert pattern.search("plans/apples.yaml")
        assert pattern.search("team/plans/apples.json")
        assert not pattern.search("plans/readme.md")
        assert not pattern.search("compose.yaml")


def test_hooks_run(checkout: Path, tmp_path: Path) -> None:
    """The entry of each hook runs with a file's name after it."""
    hooks = parsed((checkout / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    plan = tmp_path / "plan.yaml"
    shutil.copy(resources.data("examples") / "minimal.yaml", plan)
    for hook in hooks:
        program, *arguments = shlex.split(hook["entry"])
        assert "trustkg" == program
        call = [sys.executable, "-m", "trustkg", *arguments, str(plan)]
        done = subprocess.run(
            call, capture_output=True, check=False, encoding="utf-8", cwd=checkout
        )
        assert 0 == done.returncode, done.stderr


def test_yaml_of_the_guide_parses(checkout: Path) -> None:
    """Configuration that people copy is YAML with the keys that its readers ask for."""
    found = [parsed(block) for block in blocks(checkout, "yaml")]
    pre_commit, github, gitlab = found
    hooks = parsed((checkout / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    used = [hook["id"] for repo in pre_commit["repos"] for hook in repo["hooks"]]
    assert set(used) <= {hook["id"] for hook in hooks}
    steps = github["jobs"]["plans"]["steps"]
    assert all("uses" in step or "run" in step for step in steps)
    upload = next(s for s in steps if "upload-sarif" in s.get("uses", ""))
    written = next(s["run"] for s in steps if "sarif" in s.get("run", ""))
    assert written.endswith(f"-o {upload['with']['sarif_file']}")
    assert all(isinstance(line, str) for line in gitlab["plans"]["script"])


def test_options_of_the_guide_exist(checkout: Path) -> None:
    """No example uses an option that the command doesn't have."""
    text = (checkout / "docs" / "pipelines.md").read_text(encoding="utf-8")
    calls = commands(text)
    assert len(calls) > 10
    used = {word for call in calls for word in call if word.startswith("-") and word != "-"}
    assert set() == used - option_names()


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not on this machine")
def test_jq_examples(checkout: Path, tmp_path: Path) -> None:
    """Each jq example reads the JSON report and prints something."""
    plans = tmp_path / "plans"
    plans.mkdir()
    shutil.copy(resources.data("examples") / "faulty.zh.yaml", plans)
    call = [sys.executable, "-m", "trustkg", "validate", str(plans), "--format", "json"]
    done = subprocess.run(call, capture_output=True, check=False, encoding="utf-8", cwd=checkout)
    assert 1 == len(json.loads(done.stdout)["plans"])
    (text,) = [block for block in blocks(checkout, "sh") if "jq" in block]
    filters = re.findall(r"\| jq (.*)$", text, re.MULTILINE)
    assert 4 == len(filters)
    for words in filters:
        ran = subprocess.run(
            ["jq", *shlex.split(words)],
            input=done.stdout,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert 0 == ran.returncode, ran.stderr
        assert ran.stdout.strip(), words
