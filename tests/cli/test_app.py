"""The command as a whole: help, version, language, exit codes, start-up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from trustkg import __version__
from trustkg.cli import ui
from trustkg.cli.app import COMMANDS, application
from trustkg.language import Language


def run(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a process of its own."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "TRUSTKG"))}
    return subprocess.run(
        [sys.executable, "-m", "trustkg", *arguments],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=clean | {"PYTHONUTF8": "1", "LANG": "C.UTF-8"} | environment,
    )


def test_version() -> None:
    """`--version` names the version that is installed."""
    assert f"trustkg {__version__}" in run("--version").stdout


@pytest.mark.parametrize(
    "module",
    ["rdflib", "owlready2", "pyshacl", "networkx", "jinja2", "pyoxigraph", "ruamel", "rich"],
)
def test_help_loads_nothing_heavy(module: str) -> None:
    """Help and version must come at once."""
    code = (
        "import sys\n"
        "from trustkg.cli import app, ui\n"
        "for line in (['--help'], ['--version'], ['query', '--help']):\n"
        "    try: app.application(ui.make(ui.Language.EN)).main(line, standalone_mode=False)\n"
        "    except SystemExit: pass\n"
        f"sys.exit({module!r} in sys.modules)"
    )
    assert (
        0
        == subprocess.run(
            [sys.executable, "-c", code], check=False, capture_output=True
        ).returncode
    )


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", [m.__name__.rsplit(".", 1)[1] for m in COMMANDS])
def test_every_command_s_help_has_examples(name: str, language: Language) -> None:
    """People learn a command from its examples."""
    app = application(ui.make(language))
    text = CliRunner().invoke(app, [name, "--help"]).output
    assert f"trustkg {name}" in text
    assert ("示例" if language is Language.ZH else "Examples") in text


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        (["--lang", "zh", "show", "x"], {}, Language.ZH),
        (["show", "x", "--lang=en"], {"LANG": "zh_CN.UTF-8"}, Language.EN),
        (["show", "x"], {"LANG": "zh_CN.UTF-8"}, Language.ZH),
        (["show", "x"], {"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, Language.EN),
        (["show", "x"], {"TRUSTKG_LANG": "zh", "LANG": "C"}, Language.ZH),
        (["show", "x"], {}, Language.EN),
    ],
)
def test_language_is_chosen(
    arguments: list[str], environment: dict[str, str], expected: Language
) -> None:
    """The option wins over the variable, the variable over the locale."""
    assert expected == ui.choose_language(arguments, environment)


def test_an_unknown_term_exits_with_two_and_helps() -> None:
    """An error is two lines, in the reader's language, and never a traceback."""
    done = run("show", "主播信认", "--lang", "zh")
    assert 2 == done.returncode
    assert "" == done.stdout
    assert ["主播信认: 错误: 没有这个术语", "建议: 是不是要找：主播信任"] == [
        line.split("、")[0].rstrip("？") for line in done.stderr.splitlines()
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["query", "--format", "xml", "terms"],
        ["show"],
        ["--lang", "fr", "show", "x"],
    ],
)
def test_wrong_usage_exits_with_two(arguments: list[str]) -> None:
    """A wrong option is not a finding."""
    done = run(*arguments)
    assert 2 == done.returncode
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_show_says_who_says_so() -> None:
    """Every statement shown has its section, basis and phrase."""
    text = run("show", "商品信任", "--lang", "zh").stdout
    assert "商品信任 降低 质量风险" in text
    assert "§5.1 · 原文所述 · 「商品信任则可降低质量风险」" in text


def test_show_keeps_the_project_apart() -> None:
    """The project's inferences stand under their own heading and can be left out."""
    heading = "This project infers or adds; the paper does not say"
    assert heading in run("show", "content authenticity").stdout
    assert heading not in run("show", "content authenticity", "--only-paper").stdout


def test_show_as_json() -> None:
    """Programs read it too."""
    answer = json.loads(run("show", "hostTrust", "--format", "json").stdout)
    assert "主播信任" == answer["label"]["zh"]
    assert {"3.1", "5.1"} <= {s["section"] for s in answer["statements"]}


@pytest.mark.parametrize("name", ["s5-1-11", "statement/s5-1-11", "TrustDimension"])
def test_show_takes_statements_and_classes(name: str) -> None:
    """Ids that other commands print can be looked up."""
    assert 0 == run("show", name).returncode


def test_query_reads_standard_input() -> None:
    """A pipeline can ask without a file, prefixes included."""
    done = run("query", "-", stdin="ASK { tkg:hostTrust tkg:precedes tkg:socialTrust }")
    assert "true" in done.stdout


def test_query_list_names_every_query() -> None:
    """What can be asked can be found out."""
    from trustkg import queries

    text = run("query", "--list").stdout
    assert all(name in text for name in queries.catalogue())


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"SELECT ?x {", "syntax error"),
        (b"\x00\x01\x02", "syntax error"),
        (b"INSERT DATA { <a:a> <a:a> 1 }", "only questions"),
        (b"SELECT * " + b"{" * 20000 + b"}" * 20000, "nested deeper"),
        (b"# parameter(a b?): text | a | b\nASK {}", "not well-formed"),
        (b"SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "can't be run"),
    ],
)
def test_bad_query_files(tmp_path: Path, content: bytes, what: str) -> None:
    """A bad file is one line of what and one of what to do."""
    file = tmp_path / "bad.rq"
    file.write_bytes(content)
    done = run("query", str(file))
    assert (2, "") == (done.returncode, done.stdout)
    error, help = done.stderr.splitlines()
    assert error.startswith(str(file))
    assert what in error
    assert help.startswith("help: ")


@pytest.mark.parametrize("name", ["missing.rq", "dimensons", "a/b"])
def test_missing_queries(name: str) -> None:
    """A misspelt name gets the nearest, a missing file is called so."""
    done = run("query", name)
    assert 2 == done.returncode
    assert "dimensions" in done.stderr or "no such file" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="other systems have no SIGPIPE")
@pytest.mark.parametrize("command", ["query terms --format csv", "show userTrust", "--help"])
def test_output_into_a_closed_pipe_is_quiet(command: str) -> None:
    """`trustkg … | head -1` ends like other tools: no traceback, and not as with findings."""
    line = f"{sys.executable} -m trustkg {command} | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, encoding="utf-8", check=False)
    assert "" == done.stderr
    assert done.returncode in {0, 128 + signal.SIGPIPE}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_output_onto_a_full_disk() -> None:
    """A full disk is told in two lines, and is not a finding."""
    line = f"{sys.executable} -m trustkg query terms --format csv --lang en > /dev/full"
    done = subprocess.run(["bash", "-c", line], capture_output=True, encoding="utf-8", check=False)
    assert 2 == done.returncode
    assert done.stderr.startswith("stdout: error: can't be written")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
@pytest.mark.parametrize("command", ["show 主播信任", "query terms", "check --reasoner none"])
def test_narrow_encodings_do_not_break_output(command: str, encoding: str) -> None:
    """Redirected output on a Chinese Windows is GBK, which lacks ✓ and ¥."""
    done = subprocess.run(
        [sys.executable, "-m", "trustkg", *command.split()],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": encoding},
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    assert done.stdout


def test_only_paper_leaves_out_the_project_s_statement() -> None:
    """The switch holds for a single statement as well."""
    done = run("show", "p001", "--only-paper")
    assert (0, "") == (done.returncode, done.stdout)
    assert "p001" in done.stderr


def test_show_says_with_regard_to_what() -> None:
    """3.2 says that host trust needs commodity trust for an actual purchase, not for all."""
    assert "with regard to actual purchase" in run("show", "s3-2-01").stdout


def test_a_query_typed_as_an_argument_gets_advice() -> None:
    """Many will type SPARQL where a name is wanted; long text is no file name either."""
    done = run("query", "SELECT * { ?s ?p ?o } # " + "x" * 300)
    assert 2 == done.returncode
    assert "trustkg query -" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_does_not_hide_a_named_query(tmp_path: Path) -> None:
    """A file called like a query in the working folder must not change what it answers."""
    (tmp_path / "dimensions").write_text("ASK {}", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "trustkg", "query", "dimensions"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert "hostTrust" in done.stdout


def test_commands_are_click_commands() -> None:
    """Every room of the command line gives one command of its own name."""
    app = application(ui.make(Language.EN))
    assert isinstance(app, click.Group)
    assert {m.__name__.rsplit(".", 1)[1] for m in COMMANDS} == set(app.commands)


def test_a_value_out_of_range_is_told_in_chinese() -> None:
    """The messages of click itself come from the catalog as well."""
    done = run("mechanism", "chains", "a", "b", "--longest", "99", "--lang", "zh")
    assert 2 == done.returncode
    assert "99不在1<=x<=12的范围内" in done.stderr


def test_what_the_system_refuses_is_told_in_chinese(tmp_path: Path) -> None:
    """Not in the system's English."""
    target = str(tmp_path / "no" / "m.csv")
    done = run("mechanism", "export", "-o", target, "--lang", "zh")
    assert 2 == done.returncode
    assert "写不出去：没有这个文件或文件夹" in done.stderr
