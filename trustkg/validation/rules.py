"""The catalogue of rules, read from `shapes/plan/`."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from trustkg import resources
from trustkg.errors import InputError
from trustkg.language import Text
from trustkg.validation.analysis import Footprint, VariablePredicateError, footprint
from trustkg.validation.report import Severity, Verb
from trustkg.vocab import PLAN, RDF, RDFS, RULE, SH, local_id

if TYPE_CHECKING:
    import rdflib
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.term import Node

CORE_VARIABLES: Final = frozenset({"this", "path", "value", "other"})
"""What a message of a Core constraint may name; `other` is what `sh:lessThan` compares with."""

PLACEHOLDER: Final = re.compile(r"\{[?$](\w+)\}")

_COMPARISONS: Final = ("lessThan", "lessThanOrEquals")

_CODE: Final = re.compile(r"[A-Z]{3,5}\d\d")
_SLUG: Final = re.compile(r"[a-z]+(-[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Grounds:
    """Which statements a finding rests on.

    Those of a kind (the id of a class) whose subject and object are the values of the named
    variables; None stands for any.
    """

    kind: str
    subject_variable: str | None
    object_variable: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a rule proposes to change in a plan; see `shapes/plan/README.md`.

    At the node that `node_variable` names, among the values of `path` (the result's own
    where None); `old_variable` and `new_variable` name the values to take away and to put.
    """

    verb: Verb
    node_variable: str
    path: str | None
    old_variable: str | None
    new_variable: str | None
    other_path: str | None


class Origin(enum.Enum):
    """Who finds what a rule is about; the value is the local name of the rule's class."""

    SHAPE = "Rule"
    READER = "ReadingRule"
    WAIVERS = "WaiverRule"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a node shape, or something that readers or the handling of waivers look for.

    `waivable` says whether a plan may set it aside.
    """

    iri: str
    code: str
    slug: str
    severity: Severity
    name: Text
    message: Text
    why: Text
    origin: Origin
    waivable: bool

    @property
    def reading(self) -> bool:
        """Whether the rule is about what could not be read."""
        return self.origin is Origin.READER


@dataclass(frozen=True, slots=True)
class Source:
    """A shape or SPARQL constraint that can be the source of a result.

    `message` and `help` are templates; `select` is the text of a SPARQL constraint without
    its prefixes, and `query` the same parsed; `compared_with` is what `sh:lessThan` names.
    """

    rule: Rule
    message: Text
    help: Text
    grounds: tuple[Grounds, ...]
    proposals: tuple[Proposal, ...]
    footprint: Footprint
    select: str | None
    query: Query | None
    compared_with: str | None


@dataclass(frozen=True)
class RuleSet:
    """All rules.

    `rules` are by code, `sources` by the IRI of shape or constraint; `shapes` is the graph
    that a SHACL engine is handed.
    """

    rules: Mapping[str, Rule]
    sources: Mapping[str, Source]
    shapes: rdflib.Graph = field(repr=False, compare=False)

    @classmethod
    def load(cls, folder: Path | None = None) -> RuleSet:
        """Read the rules and check that each has what it must have.

        Args:
            folder: where the Turtle files are; those that come with trustkg where None.

        Returns:
            The rules, in the order of their codes' numbers.

        Raises:
            InputError: a file is missing or not Turtle, or a rule lacks something: code,
                slug, severity, name, message, why and help in both languages, a target, the
                same severity on its nested shapes, a variable that a message names.
        """
        import rdflib

        from trustkg.framework.serialise import parse_turtle

        folder = folder or resources.data("shapes") / "plan"
        graph = rdflib.Graph(bind_namespaces="none")
        files = sorted(folder.glob("*.ttl"))
        if not files:
            raise _broken(str(folder), "没有形状文件", "no shapes here")
        for file in files:
            parse_turtle(graph, file)
        reader = _Reader(folder, graph)
        rules = sorted(reader.rules(), key=lambda r: (r.reading, r.code.lstrip(_LETTERS)))
        sources = {str(node): source for rule in rules for node, source in reader.sources(rule)}
        return cls(
            MappingProxyType({rule.code: rule for rule in rules}),
            MappingProxyType(sources),
            graph,
        )

    def named(self, name: str) -> Rule | None:
        """Return the rule that a code or slug stands for, whatever its case."""
        folded = name.strip()
        return self.rules.get(folded.upper()) or self._by_slug.get(folded.lower())

    @cached_property
    def _by_slug(self) -> Mapping[str, Rule]:
        return MappingProxyType({rule.slug: rule for rule in self.rules.values()})

    @cached_property
    def waiving(self) -> Mapping[str, Source]:
        """The rules on waivers that no shape can hold, by slug."""
        return MappingProxyType(
            {s.rule.slug: s for s in self.sources.values() if s.rule.origin is Origin.WAIVERS}
        )

    @cached_property
    def reading(self) -> Mapping[str, Source]:
        """The reading rules by slug."""
        return MappingProxyType({s.rule.slug: s for s in self.sources.values() if s.rule.reading})

    @cached_property
    def predicates(self) -> frozenset[str]:
        """Every predicate that evaluating the shapes looks up in the data graph."""
        found = {RDF + "type", RDFS + "subClassOf"}
        for source in self.sources.values():
            found |= source.footprint.predicates
        return frozenset(found)


_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class _Reader:
    def __init__(self, folder: Path, graph: rdflib.Graph) -> None:
        self._folder = folder
        self._graph = graph
        self._prefixes = "".join(
            f"PREFIX {self._text(node, SH + 'prefix')}: <{self._text(node, SH + 'namespace')}>\n"
            for node in self._sorted(self._objects(None, SH + "declare"))
        )

    def rules(self) -> list[Rule]:
        found: dict[str, Rule] = {}
        for origin in Origin:
            for node in self._sorted(self._subjects(RDF + "type", RULE + origin.value)):
                rule = self._rule(node, origin)
                if rule.code in found:
                    raise self._lacks(node, "a code of its own")
                found[rule.code] = rule
        return list(found.values())

    def _rule(self, node: Node, origin: Origin) -> Rule:
        code, slug = self._text(node, RULE + "code"), self._text(node, RULE + "slug")
        if not _CODE.fullmatch(code) or not _SLUG.fullmatch(slug):
            raise self._lacks(node, "a well-formed tkr:code and tkr:slug")
        if str(node) != RULE + code:
            raise self._lacks(node, "its code in its IRI")
        if origin is Origin.SHAPE and not self._objects(node, SH + "targetClass"):
            raise self._lacks(node, "sh:targetClass")
        name, message = (self._both(node, SH + p) for p in ("name", "message"))
        why = self._both(node, RULE + "why")
        if name is None or message is None or why is None:
            raise self._lacks(node, "sh:name, sh:message and tkr:why in both languages")
        waivable = origin is Origin.SHAPE and self._text(node, RULE + "waivable") != "false"
        severity = self._severity(node)
        return Rule(str(node), code, slug, severity, name, message, why, origin, waivable)

    def sources(self, rule: Rule) -> Iterator[tuple[Node, Source]]:
        import rdflib

        root = rdflib.URIRef(rule.iri)
        shaped = rule.origin is Origin.SHAPE
        for node in self._below(root):
            select = self._text(node, SH + "select") or None
            query = self._prepare(node, select) if select else None
            looks_at = self._looks_at(node, query)
            message = self._both(node, SH + "message") or rule.message
            help = self._both(node, RULE + "help") or self._both(root, RULE + "help")
            reports = query is not None or not list(self._children(node)) or not shaped
            if help is None and reports:
                raise self._lacks(node, "tkr:help in both languages")
            if query is None and shaped and self._severity(node) is not rule.severity:
                raise self._lacks(node, f"the severity of {rule.code}")
            bound = (looks_at.variables if query is not None else CORE_VARIABLES) | {"this"}
            if query is not None or (reports and shaped):
                self._check_variables(node, (message, help), bound)
            less = [o for n in _COMPARISONS for o in self._objects(node, SH + n)]
            yield (
                node,
                Source(
                    rule=rule,
                    message=message,
                    help=help or Text("", ""),
                    grounds=self._grounds(node) or self._grounds(root),
                    proposals=self._proposals(node, bound) or self._proposals(root, bound),
                    footprint=looks_at,
                    select=select,
                    query=query,
                    compared_with=str(less[0]) if less else None,
                ),
            )

    def _below(self, node: Node) -> Iterator[Node]:
        """Yield a shape and everything nested in it that can be the source of a result."""
        yield node
        for child in self._children(node):
            yield from self._below(child)

    def _children(self, node: Node) -> Iterator[Node]:
        yield from self._sorted(self._objects(node, SH + "property"))
        yield from self._sorted(self._objects(node, SH + "sparql"))

    def _looks_at(self, node: Node, query: Query | None) -> Footprint:
        if query is not None:
            try:
                return footprint(query)
            except VariablePredicateError as error:
                raise self._lacks(node, "a fixed predicate in every pattern") from error
        paths = frozenset(str(p) for shape in self._deep(node) for p in self._named(shape))
        counts = any(self._objects(node, SH + name) for name in ("minCount", "qualifiedMinCount"))
        plan = frozenset(path for path in paths if path.startswith(PLAN))
        return Footprint(
            paths, plan if counts else frozenset(), outward=False, variables=CORE_VARIABLES
        )

    def _deep(self, node: Node) -> Iterator[Node]:
        yield node
        for name in ("property", "qualifiedValueShape", "node"):
            for child in self._objects(node, SH + name):
                yield from self._deep(child)

    def _named(self, shape: Node) -> Iterator[Node]:
        for name in ("path", *_COMPARISONS):
            yield from self._objects(shape, SH + name)

    def _prepare(self, node: Node, select: str) -> Query:
        from pyparsing import ParseException
        from rdflib.plugins.sparql import prepareQuery

        try:
            return prepareQuery(self._prefixes + select)
        except ParseException as error:
            raise self._lacks(node, f"well-formed SPARQL ({error.msg})") from error

    def _grounds(self, node: Node) -> tuple[Grounds, ...]:
        found = [
            Grounds(
                local_id(str(self._objects(ground, RULE + "ofKind")[0])),
                self._text(ground, RULE + "subjectVariable") or None,
                self._text(ground, RULE + "objectVariable") or None,
            )
            for ground in self._objects(node, RULE + "restsOn")
        ]
        return tuple(sorted(found, key=lambda g: (g.kind, str(g.subject_variable))))

    def _proposals(self, node: Node, bound: frozenset[str]) -> tuple[Proposal, ...]:
        """Read what is proposed; a variable that this source never binds makes it void."""
        found = []
        for repair in self._sorted(self._objects(node, RULE + "proposes")):
            verbs = [verb for verb in Verb if verb.value == self._text(repair, RULE + "verb")]
            old, new = (self._text(repair, RULE + f"{n}Variable") or None for n in ("old", "new"))
            holder = self._text(repair, RULE + "nodeVariable") or "this"
            if not verbs:
                raise self._lacks(node, "a known tkr:verb")
            if {old or "this", new or "this", holder} <= bound:
                path, other = (self._text(repair, RULE + n) or None for n in ("at", "and"))
                found.append(Proposal(verbs[0], holder, path, old, new, other))
        return tuple(sorted(found, key=lambda p: (p.verb.value, str(p.path), str(p.new_variable))))

    def _check_variables(
        self, node: Node, texts: tuple[Text | None, ...], bound: frozenset[str]
    ) -> None:
        for text in texts:
            for variable in PLACEHOLDER.findall(f"{text.zh}{text.en}" if text else ""):
                if variable not in bound:
                    raise self._lacks(node, f"a value for {{?{variable}}}")

    def _severity(self, node: Node) -> Severity:
        found = self._objects(node, SH + "severity")
        names = {SH + severity.local_name: severity for severity in Severity}
        if len(found) != 1 or str(found[0]) not in names:
            raise self._lacks(node, "exactly one sh:severity")
        return names[str(found[0])]

    def _both(self, node: Node, property: str) -> Text | None:
        by_language = {
            str(getattr(text, "language", "")): str(text) for text in self._objects(node, property)
        }
        if not by_language:
            return None
        chinese, english = by_language.get("zh-Hans"), by_language.get("en")
        if not chinese or not english or len(self._objects(node, property)) > len(by_language):
            raise self._lacks(node, f"one {property} in each language")
        return Text(chinese, english)

    def _text(self, node: Node, property: str) -> str:
        return str(next(iter(self._objects(node, property)), ""))

    def _objects(self, node: Node | None, property: str) -> list[Node]:
        import rdflib

        return list(self._graph.objects(node, rdflib.URIRef(property)))

    def _subjects(self, property: str, value: str) -> list[Node]:
        import rdflib

        return list(self._graph.subjects(rdflib.URIRef(property), rdflib.URIRef(value)))

    @staticmethod
    def _sorted(nodes: list[Node]) -> list[Node]:
        return sorted(nodes, key=str)

    def _lacks(self, node: Node, what: str) -> InputError:
        name = str(node).removeprefix(RULE)
        return _broken(str(self._folder), f"规则{name}缺少：{what}", f"rule {name} lacks {what}")


def _broken(where: str, chinese: str, english: str) -> InputError:
    return InputError(
        where,
        Text(chinese, english),
        help=Text("请改正该规则，或重新安装trustkg", "correct the rule, or reinstall trustkg"),
    )
