"""A repository's configuration: what it may say, and that a slip in it is never silent."""

from pathlib import Path

import pytest

from trustkg import resources
from trustkg.errors import InputError
from trustkg.framework import Framework
from trustkg.plans import read
from trustkg.validation import (
    DEFAULTS,
    Engine,
    RuleSet,
    Severity,
    find_config,
    load_config,
    resolve,
    validate,
)

BY_RULE = resources.data("shapes") / "plan" / "examples"


def write(folder: Path, text: str, name: str = "trustkg.toml") -> Path:
    """Write a configuration file."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_levels_and_gate_are_read(tmp_path: Path, rules: RuleSet) -> None:
    """Each word for a severity means what reports mean by it; a slug serves for a code."""
    text = 'gate = "warning"\n[rules]\nPLAN05 = "off"\nLINK14 = "error"\nno-link = "note"\n'
    config = load_config(write(tmp_path, text))
    levels = resolve(config, rules)
    assert Severity.WARNING == config.gate
    expected = (None, Severity.VIOLATION, Severity.INFO)
    assert expected == (levels["PLAN05"], levels["LINK14"], levels["LINK13"])
    assert Severity.VIOLATION == levels["KPI23"]


def test_select_and_ignore_take_families(tmp_path: Path, rules: RuleSet) -> None:
    """Only what is selected counts, less what is ignored; reading rules always count."""
    config = load_config(write(tmp_path, 'select = ["KPI", "PLAN01"]\nignore = ["KPI30"]\n'))
    on = {code for code, level in resolve(config, rules).items() if level is not None}
    wanted = {c for c in rules.rules if c.startswith(("KPI", "READ"))} | {"PLAN01"}
    assert wanted - {"KPI30"} == on


def test_defaults_change_nothing(rules: RuleSet) -> None:
    """Without a file every rule has its own severity."""
    expected = {code: rule.severity for code, rule in rules.rules.items()}
    assert expected == dict(resolve(DEFAULTS, rules))


def test_pyproject_has_a_table(tmp_path: Path, rules: RuleSet) -> None:
    """Of a pyproject.toml only trustkg's table is read."""
    text = '[project]\nname = "x"\n[tool.trustkg]\nignore = ["PLAN05"]\n'
    config = load_config(write(tmp_path, text, "pyproject.toml"))
    assert resolve(config, rules)["PLAN05"] is None


def test_the_nearest_file_upwards_holds(tmp_path: Path) -> None:
    """A plan's own folder comes first; a pyproject.toml without the table is passed over."""
    below = tmp_path / "plans" / "2026"
    below.mkdir(parents=True)
    above = write(tmp_path, "")
    write(below, '[project]\nname = "x"\n', "pyproject.toml")
    assert above.resolve() == find_config(below)
    nearer = write(below.parent, "[tool.trustkg]\n", "pyproject.toml")
    assert nearer.resolve() == find_config(below)


@pytest.mark.parametrize(
    ("text", "place", "says", "helps"),
    [
        ('[rules]\nPLAN5 = "off"\n', ":2:1", "PLAN5", "PLAN05"),
        ('# KPI99\nignore = ["KPI99"]\n', ":2:12", "KPI99", "KPI"),
        ('select = ["wrong-direktion"]\n', ":1:12", "wrong-direktion", "KPI23"),
        ('[rules]\nREAD01 = "off"\n', ":2:1", "READ01", "mend"),
        ('ignore = ["READ"]\n', ":1:12", "READ", "mend"),
        ('[rules]\nPLAN05 = "of"\n', ":2:1", "'of'", '"off"'),
        ("[rules]\nPLAN05 = true\n", ":2:1", "True", '"off"'),
        ('gate = "off"\n', ":1:1", "gate", '"note"'),
        ('rule = "x"\n', ":1:1", "rule", "rules"),
        ('ignore = "PLAN05"\n', ":1:1", "ignore", "list"),
        ('rules = ["PLAN05"]\n', ":1:1", "rules", "table"),
        ("[rules\n", ":1:7", "TOML", "key ="),
    ],
)
def test_slips_are_errors_with_place_and_help(
    *, text: str, place: str, says: str, helps: str, tmp_path: Path, rules: RuleSet
) -> None:
    """Unknown keys, codes and levels stop the run and say what was probably meant."""
    file = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        resolve(load_config(file), rules)
    assert f"{file}{place}" == caught.value.where
    assert says in caught.value.what.en
    assert helps in caught.value.help.en


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\x00", b"a = " + b"[" * 5000])
def test_bad_files_are_refused(content: bytes, tmp_path: Path) -> None:
    """A file that is no TOML gives an error of ours, never a traceback."""
    file = tmp_path / "trustkg.toml"
    file.write_bytes(content)
    with pytest.raises(InputError):
        load_config(file)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    """Who names a configuration gets it, or is told."""
    with pytest.raises(InputError):
        load_config(tmp_path / "none.toml")


def test_configuration_reaches_the_report(
    tmp_path: Path, framework: Framework, rules: RuleSet, engine: Engine
) -> None:
    """A rule that is off finds nothing, and one that is lowered no longer gates."""
    plan = read(str(BY_RULE / "KPI23" / "bad.yaml"), framework)
    for level, expected in (("off", set()), ("note", {Severity.INFO})):
        config = load_config(write(tmp_path, f'[rules]\nKPI23 = "{level}"\n'))
        report = validate(plan, rules, framework, engine=engine, config=config)
        assert expected == {f.severity for f in report.findings if f.code == "KPI23"}
        assert not report.fails(Severity.VIOLATION)
