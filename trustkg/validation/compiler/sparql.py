"""SPARQL of constraints and validators → SPARQL over all focus nodes at once.

SHACL has a query run once for each focus node, with `$this` put in its place everywhere.
Here the pattern that binds `?this` to the focus nodes is joined instead: at the start of
the query's group, and again at the start of every inner group that mentions `?this` and
does not bind it by a triple pattern of its own. By induction over the groups each then has,
for each focus node, the solutions that substitution gives it: a triple pattern or a filter
sees the same `?this`, OPTIONAL and UNION combine groups of which this holds already, and
EXISTS substitutes the variable by its definition. DISTINCT and GROUP BY keep it up as long
as `?this` is projected or grouped by. Where that isn't so (LIMIT and OFFSET, aggregates
without `GROUP BY $this`, a path that may have no steps from a node that need not be in the
graph) a query runs for each focus node by itself, with Oxigraph's substitution.

Source: SHACL, sections 5.2, 5.3 and 6.2; SPARQL 1.1 Query Language, sections 18.2 and 18.6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from trustkg.validation.compiler.checks import Fresh, Query
from trustkg.validation.compiler.focus import THIS, Focus
from trustkg.validation.compiler.graph import Node, refused
from trustkg.validation.compiler.literals import DATATYPE, VALUE, altered
from trustkg.validation.compiler.paths import Path
from trustkg.validation.compiler.structure import (
    FORBIDDEN,
    Group,
    Select,
    Structure,
    UnreadableError,
    structure,
)
from trustkg.validation.compiler.tokens import Kind, Token, tokens

_UNBOUND: Final = ("shapesGraph", "currentShape")
_TERMS: Final = frozenset(
    {"STR", "BOUND", "LANG", "ISIRI", "ISURI", "ISBLANK", "ISLITERAL", "SAMETERM", "DATATYPE"}
)
"""Functions that look at a term rather than at its value."""
_CASELESS: Final = frozenset({"LANGMATCHES", "LCASE", "UCASE", "STRLEN"})


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of a text and what takes its place."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """Return a stretch of a text with edits made; where two begin alike the first goes first."""
    end = len(text) if end is None else end
    parts, at = [], start
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if start <= edit.start and edit.end <= end:
            parts += [text[at : edit.start], edit.text]
            at = edit.end
    return "".join((*parts, text[at:end]))


@dataclass(frozen=True)
class Source:
    """A query as the shapes have it, read and found fit to be compiled.

    `prologue` are PREFIX lines; `parameters` are SPARQL terms by the names of variables that
    stand for them.
    """

    node: Node
    text: str
    prologue: str
    prefixes: Mapping[str, str]
    parameters: Mapping[str, str]
    structure: Structure
    written: bool

    @classmethod
    def read(
        cls,
        node: Node,
        text: str,
        prefixes: Mapping[str, str],
        *,
        path: Path | None,
        parameters: Mapping[str, str],
        written: bool,
    ) -> Source:
        """Read a query.

        Args:
            node: the constraint or validator, for errors.
            text: as sh:select or sh:ask has it.
            prefixes: namespaces by prefix.
            path: what `$PATH` stands for, or None in a node shape.
            parameters: SPARQL terms by the names of parameters.
            written: whether the text is for data with altered literals.

        Raises:
            InputError: it uses what constraints may not use, or can't be read.
        """
        places = [token for token in tokens(text) if token.text == "$PATH"]
        if places and path is None:
            raise refused(node, "节点形状中的$PATH", "$PATH in a node shape")
        if path is not None:
            text = edited(text, [Edit(p.start, p.end, path.text) for p in places])
        try:
            found = structure(text)
        except UnreadableError as error:
            raise refused(
                node, f"读不懂的SPARQL（{error}）", f"SPARQL that can't be read ({error})"
            ) from error
        prologue = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(prefixes.items()))
        source = cls(node, text, prologue, prefixes, parameters, found, written)
        source.check()
        return source

    def check(self) -> None:
        """Refuse what is not compiled; see `refused`."""
        found = self.structure
        for word in sorted(found.forbidden & FORBIDDEN):
            raise refused(self.node, f"约束中的{word}", f"{word} in a constraint")
        mentioned = {token.variable for token in found.tokens if token.variable}
        for name in _UNBOUND:
            if name in mentioned:
                raise refused(self.node, f"预绑定变量${name}", f"the pre-bound variable ${name}")
        for name in sorted(mentioned):
            if name.startswith("focus_"):
                raise refused(self.node, f"变量名?{name}", f"a variable called ?{name}")
        self._check_bound(mentioned)
        if found.in_exists:
            raise refused(self.node, "EXISTS中的子查询", "a sub-select inside EXISTS")
        if "failure" in found.select.named:
            raise refused(self.node, "变量?failure", "the variable ?failure")
        self._check_languages()
        self._check_literals()

    def _check_bound(self, mentioned: set[str]) -> None:
        """Refuse to assign to pre-bound variables, or to lose them in a sub-select."""
        found = self.structure
        bound = {"this", *self.parameters} | ({"value"} if found.select.form == "ASK" else set())
        for select in (found.select, *found.nested):
            for name in sorted(bound & (set(select.computed) | found.renamed)):
                raise refused(self.node, f"对${name}的重新赋值", f"an assignment to ${name}")
        for select in found.nested:
            needed = bound & mentioned
            if select.star or not needed <= set(select.named):
                raise refused(
                    self.node, "不选出$this的子查询", "a sub-select that does not select $this"
                )

    def _check_languages(self) -> None:
        """Refuse to compare language tags by their case, which a store folds."""
        found = self.structure.tokens
        for at, token in enumerate(found):
            if token.word != "LANG":
                continue
            before = found[at - 2].word if found[at - 1].text == "(" else ""
            after = found[at + 4 : at + 6]
            compared = [
                pair[1]
                for pair in (after, [found[at - 1], found[at - 2]])
                if len(pair) > 1 and pair[0].text in ("=", "!=") and pair[1].kind is Kind.STRING
            ]
            folded = bool(compared) and all(t.text == t.text.lower() for t in compared)
            if before not in _CASELESS and not folded:
                raise refused(
                    self.node,
                    "不经langMatches比较的LANG()",
                    "LANG() that is not compared by langMatches",
                )

    def _check_literals(self) -> None:
        """Refuse literals in triple patterns that a store holds in another form."""
        for start, datatype in self.structure.literals:
            iri = self.resolved(datatype) if isinstance(datatype, Token) else datatype
            text = start.text.strip("'\"")
            if iri is None or altered([ox.Literal(text, datatype=ox.NamedNode(iri))]):
                raise refused(
                    self.node, f"图模式中的{start.text}", f"{start.text} in a triple pattern"
                )

    def resolved(self, token: Token) -> str | None:
        """Return the IRI that a token stands for."""
        if token.kind is Kind.IRI:
            return token.text[1:-1]
        prefix, _, local = token.text.partition(":")
        known = self.prefixes.get(prefix)
        return None if known is None else known + local

    @property
    def predicates(self) -> frozenset[str] | None:
        """IRIs in triple patterns, all predicates among them; None where one is a variable."""
        if self.structure.open_predicates:
            return None
        found = (self.resolved(t) for t in self.structure.constants if not t.word)
        return frozenset(iri for iri in found if iri is not None)

    def one_by_one(self, focus: Focus) -> bool:
        """Whether the query has to run for each focus node by itself."""
        found = self.structure
        if focus.named and "this" in found.stepless:
            return True
        return any(
            select.limited or (select.aggregated and select.keys is None)
            or (select.keys is not None and "this" not in select.keys)
            for select in (found.select, *found.nested)
        )  # fmt: skip

    # ---- the text of a query over focus nodes ----

    def select(self, focus: Focus) -> str:
        """Return the query over all focus nodes, or for one where it runs one by one."""
        top = self.structure.select
        if top.form != "SELECT" or not (top.star or "this" in top.named):
            raise refused(self.node, "不选出$this的查询", "a query that does not select $this")
        single = self.one_by_one(focus)
        chain = [] if single else list(focus.chain)
        insertions = list(self._starts(top.group, focus, top=True, single=single))
        insertions += self._unwrapped()
        words = "" if top.distinct else " DISTINCT"
        names = "" if top.star else "".join(f" {name}" for name in chain)
        insertions.append(Edit(top.projection, top.projection, words + names))
        keys = "".join(f" {name}" for name in chain)
        for select in (top, *self.structure.nested):
            constants = "".join(f" ?{name}" for name in self.parameters)
            if select.keys is not None:
                added = constants + (keys if select is top else "")
                insertions.append(Edit(select.keys_at, select.keys_at, added))
        return self.prologue + edited(self.text, insertions).strip()

    def _starts(self, group: Group, focus: Focus, *, top: bool, single: bool) -> Iterator[Edit]:
        """Yield what is put at the start of a group and of those in it."""
        parts: list[str] = []
        loose = "this" not in group.binds or "this" in group.assigned
        if not single and (top or ("this" in group.mentions and loose and group.select is None)):
            pattern = focus.pattern(THIS)
            distinct = f"{{ SELECT DISTINCT {THIS} WHERE {{ {pattern} }} }}"
            parts.append(pattern if top or not focus.chain else distinct)
        wanted = [n for n in self.parameters if n in group.mentions or top]
        if wanted and group.select is None:
            parts.append(self._values(wanted))
        if parts:
            yield Edit(group.start, group.start, " " + " ".join(parts))
        inner = group.groups if group.select is None else [group.select.group]
        for below in inner:
            yield from self._starts(below, focus, top=False, single=single)

    def _values(self, names: list[str]) -> str:
        variables = " ".join(f"?{name}" for name in names)
        terms = " ".join(self.parameters[name] for name in names)
        return f"VALUES ({variables}) {{ ({terms}) }}"

    def _unwrapped(self) -> Iterator[Edit]:
        """Yield the edits that read values and datatypes of altered literals."""
        if not self.written:
            return
        found = self.structure.tokens
        for at in self.structure.expressions:
            token = found[at]
            copied = found[at - 1].text == "(" and found[at + 1].word == "AS"
            if not copied and self._function(at) not in _TERMS and not self._counted(at):
                yield Edit(token.start, token.end, f"<{VALUE}>({token.text})")
        for token in found:
            if token.word == "DATATYPE":
                yield Edit(token.start, token.end, f"<{DATATYPE}>")

    def _counted(self, at: int) -> bool:
        words = [token.word for token in self.structure.tokens[max(at - 3, 0) : at]]
        return self._function(at) == "COUNT" and set(words) & {"COUNT", "DISTINCT"} != set()

    def _function(self, at: int) -> str:
        """Return the word before the innermost open parenthesis."""
        found, depth = self.structure.tokens, 0
        for place in range(at - 1, 0, -1):
            if found[place].kind is Kind.SIGN and found[place].text == ")":
                depth += 1
            elif found[place].kind is Kind.SIGN and found[place].text == "(":
                if depth == 0:
                    return found[place - 1].word
                depth -= 1
        return ""

    # ---- the group of a query as a test of one node ----

    def test(self, names: Mapping[str, str], fresh: Fresh) -> str:
        """Return the test whether the query has a solution for one node.

        Args:
            names: the variables, with their marks, that take the place of `$this` and others.
            fresh: makes variables.

        Raises:
            InputError: it groups or limits solutions, or has sub-selects.
        """
        found = self.structure
        top: Select = found.select
        if found.nested or top.aggregated or top.keys is not None or top.limited:
            raise refused(
                self.node,
                "被引用形状中带聚合或子查询的SPARQL",
                "SPARQL with groups or sub-selects in a shape that others refer to",
            )
        own = fresh()
        unwrapped = {edit.start: edit for edit in self._unwrapped()}
        edits: list[Edit] = []
        for token in found.tokens:
            edit = unwrapped.pop(token.start, None)
            if token.variable:
                name = names.get(token.variable) or f"{own}_{token.variable}"
                text = f"<{VALUE}>({name})" if edit else name
                edits.append(Edit(token.start, token.end, text))
            elif edit:
                edits.append(edit)
        for group in _with_parameters(top.group, frozenset(self.parameters)):
            values = self._values([n for n in self.parameters if n in group.mentions])
            for name in self.parameters:
                values = values.replace(f"?{name}", f"{own}_{name}", 1)
            edits.append(Edit(group.start, group.start, f" {values} "))
        body = edited(self.text, edits, top.group.start, top.group.end)
        return f"EXISTS {{{self._expanded(body)}}}"

    def _expanded(self, body: str) -> str:
        """Return a text with prefixed names written out, to stand in any query."""
        names = [t for t in tokens(body) if t.kind is Kind.NAME]
        unknown = next((t for t in names if self.resolved(t) is None), None)
        if unknown is not None:
            raise refused(self.node, f"前缀{unknown.text}", f"the prefix of {unknown.text}")
        edits = [Edit(t.start, t.end, f"<{self.resolved(t)}>") for t in names]
        return edited(body, edits)


def _with_parameters(group: Group, names: frozenset[str]) -> Iterator[Group]:
    if names & group.mentions:
        yield group
    for inner in group.groups:
        yield from _with_parameters(inner, names)


@dataclass(frozen=True, slots=True)
class Constraint:
    """A SELECT of a constraint or validator as a check; results say which value they have."""

    source: Source

    def query(self, focus: Focus, path: Path | None) -> Query:
        """Not in parts: see `Source.select`."""
        raise NotImplementedError

    def broken(self, this: str, path: Path | None, fresh: Fresh) -> str:  # noqa: ARG002
        """Return the test whether the constraint is broken at one node."""
        return self.source.test({"this": this}, fresh)


def asked(source: Source, fresh: Fresh) -> Callable[[str, str], str]:
    """Return the test of a value node that an ASK validator makes."""

    def test(this: str, value: str) -> str:
        return f"!{source.test({'this': this, 'value': value}, fresh)}"

    return test
