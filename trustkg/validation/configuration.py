"""What a repository of plans asks of the rules: other severities, rules switched off, the gate.

A `trustkg.toml`, or `[tool.trustkg]` in a `pyproject.toml`:

    select = ["ALL"]          # codes, slugs or families of codes such as "KPI"
    ignore = ["PLAN05"]
    gate = "warning"          # least severity that fails: error, warning or note

    [rules]
    LINK14 = "off"            # off, error, warning or note; stronger than select and ignore
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from trustkg.errors import InputError, reason
from trustkg.language import Text
from trustkg.validation.report import Severity
from trustkg.validation.rules import Origin, Rule, RuleSet

LEVELS: Final[Mapping[str, Severity]] = MappingProxyType(
    {
        "error": Severity.VIOLATION,
        "warning": Severity.WARNING,
        "note": Severity.INFO,
        "violation": Severity.VIOLATION,
        "info": Severity.INFO,
    }
)
"""Severities by the words that reports use, and by SHACL's."""

OFF: Final = "off"
ALL: Final = "ALL"
FILE: Final = "trustkg.toml"
PROJECT_FILE: Final = "pyproject.toml"

_KEYS: Final = ("select", "ignore", "gate", "rules")
_ADVISED: Final = ("error", "warning", "note")
_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")


@dataclass(frozen=True, slots=True)
class Config:
    """What a configuration file says.

    `levels` has a severity by code or slug as written, None for a rule that is off; `select`
    and `ignore` have codes, slugs or families; `gate` is None where the file has none.
    `source` is the file, None for the defaults; `places` says where in it each name stands.
    """

    source: str | None = None
    levels: Mapping[str, Severity | None] = field(default_factory=dict)
    select: tuple[str, ...] = (ALL,)
    ignore: tuple[str, ...] = ()
    gate: Severity | None = None
    places: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)


DEFAULTS: Final = Config()
"""The configuration of who has none: every rule at its own severity."""


def find_config(folder: Path) -> Path | None:
    """Find the configuration file that holds for a folder.

    Args:
        folder: where the plan lies.

    Returns:
        The nearest `trustkg.toml`, or `pyproject.toml` with a table for trustkg, in the
        folder or one above it; None where there is none.
    """
    here = folder.resolve()
    for candidate in (here, *here.parents):
        if (candidate / FILE).is_file():
            return candidate / FILE
        project = candidate / PROJECT_FILE
        if project.is_file() and b"tool.trustkg" in project.read_bytes():
            return project
    return None


def load_config(path: Path) -> Config:
    """Read a configuration file.

    Args:
        path: a TOML file; of a `pyproject.toml` only the table `tool.trustkg` counts.

    Returns:
        What it says. Whether its codes exist is for `resolve` to tell.

    Raises:
        InputError: the file is missing or not TOML, or has a key or a level that is unknown.
    """
    text = _read(path)
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _not_toml(path, error) from error
    reader = _Reader(path, text)
    if path.name == PROJECT_FILE:
        tool = document.get("tool", {})
        document = tool.get("trustkg", {}) if isinstance(tool, dict) else {}
    return reader.config(document)


def resolve(config: Config, rules: RuleSet) -> Mapping[str, Severity | None]:
    """Hold a configuration to the rules that there are.

    Args:
        config: what the file says.
        rules: all rules.

    Returns:
        The severity of every rule by code; None for one that is off.

    Raises:
        InputError: a code is unknown, or a rule can't be changed because it is about what
            could not be read.
    """
    found: dict[str, Severity | None] = {code: rule.severity for code, rule in rules.rules.items()}
    changeable = [code for code, rule in rules.rules.items() if not rule.reading]
    if ALL not in config.select:
        chosen = {code for name in config.select for code in _members(config, name, rules)}
        found |= {code: None for code in changeable if code not in chosen}
    for name in config.ignore:
        if name == ALL:
            found |= dict.fromkeys(changeable)
            continue
        members = _members(config, name, rules)
        for code in members:
            _changeable(config, name, rules.rules[code])
        found |= dict.fromkeys(members)
    for name, level in config.levels.items():
        rule = rules.named(name)
        if rule is None:
            raise _unknown(config, name, rules)
        _changeable(config, name, rule)
        found[rule.code] = level
    return MappingProxyType(found)


def nearest_codes(name: str, rules: Iterable[Rule]) -> tuple[str, ...]:
    """Return the codes of the rules whose code or slug is nearest to a misspelt one."""
    known = {key: rule.code for rule in rules for key in (rule.code, rule.slug)}
    wanted = name.strip()[:40]
    close = [
        *get_close_matches(wanted.upper(), known, n=3, cutoff=0.6),
        *get_close_matches(wanted.lower(), known, n=3, cutoff=0.6),
    ]
    return tuple(dict.fromkeys(known[key] for key in close))


class _Reader:
    """Reads one file's table."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()

    def config(self, table: Any) -> Config:
        if not isinstance(table, dict):
            raise self._wrong_type("trustkg", "一张表", "a table")
        for key in table:
            if key not in _KEYS:
                raise self._unknown_key(str(key))
        select, ignore = (self._names(table, key) for key in ("select", "ignore"))
        levels = table.get("rules", {})
        if not isinstance(levels, dict):
            raise self._wrong_type("rules", "一张表：规则代码 = 级别", "a table: code = level")
        gate = table.get("gate")
        named = (*(select or ()), *(ignore or ()), *levels)
        return Config(
            source=str(self._path),
            levels=MappingProxyType({k: self._level(k, v, off=True) for k, v in levels.items()}),
            select=(ALL,) if select is None else select,
            ignore=ignore or (),
            gate=None if gate is None else self._level("gate", gate, off=False),
            places=MappingProxyType({name: self._place(name) for name in named}),
        )

    def _names(self, table: Mapping[str, Any], key: str) -> tuple[str, ...] | None:
        value = table.get(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise self._wrong_type(key, '列表，例如["PLAN05"]', 'a list such as ["PLAN05"]')
        return tuple(value)

    def _level(self, key: str, value: Any, *, off: bool) -> Severity | None:
        if off and value == OFF:
            return None
        if isinstance(value, str) and value in LEVELS:
            return LEVELS[value]
        words = [f'"{word}"' for word in ((OFF, *_ADVISED) if off else _ADVISED)]
        raise InputError(
            self._place(key),
            Text(f"{key}的值不认识：{value!r}", f"{key} can't be {value!r}"),
            help=Text(f"可以写：{'、'.join(words)}", f"it takes {', '.join(words)}"),
        )

    def _unknown_key(self, key: str) -> InputError:
        near = get_close_matches(key[:40], _KEYS, n=1, cutoff=0.5)
        return InputError(
            self._place(key),
            Text(f"没有“{key}”这个键", f"there is no key “{key}”"),
            help=Text(f"是不是{near[0]}？", f"did you mean {near[0]}?")
            if near
            else Text(f"可以写：{'、'.join(_KEYS)}", f"the keys are {', '.join(_KEYS)}"),
        )

    def _wrong_type(self, key: str, chinese: str, english: str) -> InputError:
        return InputError(
            self._place(key),
            Text(f"{key}的形式不对", f"{key} has the wrong form"),
            help=Text(f"应当是{chinese}", f"it must be {english}"),
        )

    def _place(self, name: str) -> str:
        """Return where a name first stands outside comments; the TOML parser does not tell."""
        word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
        for number, line in enumerate(self._lines, start=1):
            match = word.search(line.split("#", 1)[0])
            if match:
                return f"{self._path}:{number}:{match.start() + 1}"
        return str(self._path)


def _members(config: Config, name: str, rules: RuleSet) -> tuple[str, ...]:
    """Return the codes that a code, a slug or a family stands for."""
    rule = rules.named(name)
    if rule is not None:
        return (rule.code,)
    family = tuple(code for code in rules.rules if name and code.rstrip("0123456789") == name)
    if not family:
        raise _unknown(config, name, rules)
    return family


def _changeable(config: Config, name: str, rule: Rule) -> None:
    if rule.origin is Origin.READER:
        raise InputError(
            config.places.get(name, config.source or name),
            Text(f"{rule.code}不能关闭或改级", f"{rule.code} can't be switched off or changed"),
            help=Text(
                "读不懂的内容不会被检查，只能改正计划",
                "what can't be read is not checked; mend the plan instead",
            ),
        )


def _unknown(config: Config, name: str, rules: RuleSet) -> InputError:
    near = nearest_codes(name, rules.rules.values())
    return InputError(
        config.places.get(name, config.source or name),
        Text(f"没有“{name}”这条规则", f"there is no rule “{name}”"),
        help=Text(f"是不是{'、'.join(near)}？", f"did you mean {', '.join(near)}?")
        if near
        else Text("trustkg rules列出所有规则", "trustkg rules lists all rules"),
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            str(path),
            Text("不是UTF-8文本", "not UTF-8 text"),
            help=Text("请把配置另存为UTF-8", "save the configuration as UTF-8"),
        ) from error
    except OSError as error:
        why = reason(error)
        raise InputError(
            str(path),
            Text(f"配置读不出来：{why.zh}", f"can't be read: {why.en}"),
            help=Text("请检查文件名与权限", "check name and permissions"),
        ) from error


def _not_toml(path: Path, error: Exception) -> InputError:
    message = str(error)
    match = _PLACE.search(message)
    where = f"{path}:{match[1]}:{match[2]}" if match and match[1] else str(path)
    reason = _PLACE.sub("", message)
    return InputError(
        where,
        Text(f"不是有效的TOML：{reason}", f"not valid TOML: {reason}"),
        help=Text('每行写成：键 = "值"', 'write key = "value" on each line'),
    )
