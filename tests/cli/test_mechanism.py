"""`trustkg mechanism`: what it prints, its exit codes, the files it writes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from trustkg.cli import mechanism, ui
from trustkg.cli.output import write_file
from trustkg.errors import InputError, OutputError, TrustKGError
from trustkg.framework import Framework
from trustkg.language import Language

UNRELATED = ("returnRate", "contentAuthenticity")


@pytest.fixture(autouse=True)
def loaded(framework: Framework, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the ontology once for all of these tests; it is immutable."""
    monkeypatch.setattr(Framework, "load", lambda: framework)


def run(*arguments: str, language: Language = Language.EN) -> Result:
    """Run the command as `main` does, where the value returned is the exit code."""
    command = mechanism.command(ui.make(language))
    return CliRunner().invoke(command, arguments, standalone_mode=False)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("chains", "内容真实性", "return rate"), 0),
        (("chains", "contentAuthenticity", "personalityTrust"), 0),
        (("chains", "contentAuthenticity", "personalityTrust", "--only-paper"), 1),
        (("chains", *UNRELATED), 1),
        (("chains", *UNRELATED, "--format", "json"), 1),
        (("impact", "用户信任"), 0),
        (("impact", "kuaishou"), 1),
        (("leverage",), 0),
        (("cycles", "--only-paper"), 0),
        (("cycles", "--longest", "1"), 1),
        (("export",), 0),
    ],
)
def test_exit_codes(arguments: tuple[str, ...], code: int) -> None:
    """0 where something is found, 1 where nothing is."""
    result = run(*arguments)
    assert (code, None) == (result.return_value, result.exception)
    assert result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("chains", "主播信认", "退货率"),
        ("chains", "服务信任", "退货率"),
        ("chains", "退货率", "return rate"),
        ("impact", "nothing like it"),
        ("chains", "内容真实性", "退货率", "--longest", "0"),
        ("export", "--bom", "--format", "gexf"),
        ("export", "-o", "no/such/folder/x.csv"),
    ],
)
def test_what_can_not_run(arguments: tuple[str, ...]) -> None:
    """A wrong name, option or place is an error of the house, which exits with 2."""
    assert isinstance(run(*arguments).exception, TrustKGError | click.UsageError)


def test_a_chain_shows_who_says_each_link() -> None:
    """Basis, sign and section stand beside each link, and transitivity is disclaimed."""
    text = run("chains", "contentAuthenticity", "returnRate", "--only-paper").stdout
    assert "content authenticity → user trust → return rate" in text
    assert "overall: negative · each link by the paper" in text
    assert "§7.1 s7-1-28" in text
    assert "does not say that influence is handed on" in text
    assert "inferred by the project" not in text


def test_a_step_from_part_to_whole_is_called_so() -> None:
    """Composition is never printed as influence."""
    text = run("chains", "人格信任", "退货率", "--only-paper", "--parts").stdout
    assert "each link by the paper" not in text
    assert "steps from part to whole by the project" in text
    line = next(x for x in text.splitlines() if "character trust" in x and "§3.1" in x)
    assert ["character trust", "is part of", "host trust", "no influence"] == [
        cell.strip() for cell in line.split("  ") if cell.strip()
    ][:4]
    assert "composition and no influence" in text
    assert 1 == run("chains", "人格信任", "退货率", "--no-parts").return_value
    assert 1 == run("chains", "人格信任", "退货率", "--only-paper").return_value


@pytest.mark.parametrize("view", [("leverage",), ("chains", "contentAuthenticity", "returnRate")])
def test_only_paper_steps_from_no_part_unless_asked(view: tuple[str, ...]) -> None:
    """That what moves a part moves the whole is the project's axiom."""
    plain = run(*view, "--only-paper", "--format", "json").stdout
    assert plain == run(*view, "--only-paper", "--no-parts", "--format", "json").stdout
    answer = json.loads(plain)
    if view == ("leverage",):
        assert {0} == {lever["links"]["part_of"] for lever in answer["terms"]}
        assert "no order of rank" in run(*view, "--only-paper").stdout
    else:
        assert {False} == {chain["part_of"] for chain in answer["chains"]}


def test_export_refuses_an_ending_that_it_does_not_know(tmp_path: Path) -> None:
    """GraphML in a file called .xyz is nothing that the user asked for."""
    result = run("export", "-o", str(tmp_path / "m.xyz"))
    assert isinstance(result.exception, InputError)
    assert ".graphml" in result.exception.help.en
    assert [] == list(tmp_path.iterdir())
    assert 0 == run("export", "-o", str(tmp_path / "m.xyz"), "-f", "csv").return_value


def test_no_chain_tells_how_far_each_side_reaches() -> None:
    """“None” alone would not say where the argument breaks off, nor what would mend it."""
    result = run("chains", "contentAuthenticity", "personalityTrust", "--only-paper")
    assert "no chain of at most 6 links" in result.stdout
    assert "content authenticity reaches " in result.stdout
    assert "character trust is reached from " in result.stdout
    assert "without --only-paper" in result.stderr
    longer = run("chains", "contentAuthenticity", "returnRate", "--longest", "1").stdout
    assert "--longest 2" in longer


def test_cut_lists_say_so() -> None:
    """What --limit hides is counted."""
    text = run("chains", "contentAuthenticity", "returnRate", "--limit", "1").stdout
    assert "More chains exist than the 1 shown" in text
    assert "more (--limit)" in run("impact", "userTrust", "--limit", "1").stdout
    assert "more (--limit)" not in run("impact", "userTrust", "--limit", "10000").stdout


@pytest.mark.parametrize("language", list(Language))
def test_columns_are_aligned(language: Language) -> None:
    """A Chinese character takes two columns of a terminal."""
    text = run("leverage", "--limit", "30", language=language).stdout
    rows = [line for line in text.splitlines() if line.endswith("%")]
    assert 30 == len(rows)
    assert 1 == len({cell_len(row) for row in rows})


def test_leverage_claims_no_effect() -> None:
    """Numbers of statements must not be read as effect sizes."""
    assert "the paper measures none" in " ".join(run("leverage").stdout.split())
    answer = json.loads(run("leverage", "--format", "json", "--limit", "3").stdout)
    assert (False, 3) == (answer["measured_effect"], len(answer["terms"]))


def test_cycles_show_value_and_trust_and_not_the_loop() -> None:
    """The cycle stands with its statements; the claimed loop stands apart."""
    text = run("cycles").stdout
    assert "user trust → user perceived value → user trust" in text
    assert "s4-1-10" in text
    assert "closed-loop trust structure is said to be formed by" in text
    assert "The paper describes no edge of it that leads back." in text
    assert "p035" not in run("cycles", "--only-paper").stdout


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (("chains", "contentAuthenticity", "returnRate"), {"chains", "count", "complete"}),
        (("chains", *UNRELATED), {"reaches", "reached_from", "shortest"}),
        (("impact", "userTrust"), {"lost", "weakened", "outcomes", "statements"}),
        (("leverage",), {"terms", "outcomes", "measured_effect"}),
        (("cycles",), {"cycles", "claimed_loops", "complete"}),
    ],
)
def test_json(arguments: tuple[str, ...], keys: set[str]) -> None:
    """Programs get everything as one JSON document, with nothing beside it."""
    answer = json.loads(run(*arguments, "--format", "json").stdout)
    assert keys <= set(answer)


def test_json_links_have_their_statements() -> None:
    """A program can tell stated from inferred, and influence from composition."""
    answer = json.loads(run("chains", "contentAuthenticity", "returnRate", "-f", "json").stdout)
    links = [link for chain in answer["chains"] for link in chain["links"]]
    assert {"influence", "part-of"} == {link["type"] for link in links}
    assert {True, False} == {link["inferred"] for link in links}
    for link in links:
        assert link["statements"]
        assert (link["type"] == "part-of") is (link["sign"] is None)


@pytest.mark.parametrize(
    ("name", "start"),
    [("x.gexf", b"<?xml"), ("x.csv", b"id,source"), ("x.graphml", b"<?xml")],
)
def test_export_into_a_file(tmp_path: Path, name: str, start: bytes) -> None:
    """The ending chooses the format; standard output stays empty."""
    result = run("export", "-o", str(tmp_path / name))
    assert (0, "") == (result.return_value, result.stdout)
    content = (tmp_path / name).read_bytes()
    assert content.startswith(start)
    assert (b"<gexf" in content) is (name == "x.gexf")
    assert [name] == [p.name for p in tmp_path.iterdir()]


def test_export_onto_standard_output() -> None:
    """Without -o, or with -, the file goes down the pipe byte by byte, and nothing else."""
    plain = run("export", "--format", "csv")
    dashed = run("export", "--format", "csv", "-o", "-", "--bom")
    assert b"\xef\xbb\xbf" + plain.stdout_bytes == dashed.stdout_bytes
    assert "" == plain.stderr


def test_a_failed_write_leaves_what_stood_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither half a file nor a temporary one is left where writing fails."""
    target = tmp_path / "x.csv"
    target.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="no space left"):
        write_file(target, b"new")
    assert [("x.csv", b"old")] == [(p.name, p.read_bytes()) for p in tmp_path.iterdir()]
    with pytest.raises(OutputError):
        write_file(tmp_path, b"new")


@pytest.mark.skipif(os.name != "posix", reason="rights and links are POSIX's")
def test_writing_keeps_links_and_rights(tmp_path: Path) -> None:
    """A link stays a link, and a file keeps the rights that it had."""
    target, link = tmp_path / "real.csv", tmp_path / "link.csv"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_file(link, b"new")
    assert link.is_symlink()
    assert (b"new", 0o640) == (target.read_bytes(), target.stat().st_mode & 0o777)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", ["chains", "impact", "leverage", "cycles", "export"])
def test_every_subcommand_s_help_has_examples(name: str, language: Language) -> None:
    """People learn a command from its examples; --lang may stand anywhere."""
    text = CliRunner().invoke(mechanism.command(ui.make(language)), [name, "--help"]).output
    assert f"trustkg mechanism {name}" in text
    assert "--lang" in text
