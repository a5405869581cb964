"""What a constraint looks for: as a query over all focus nodes, and as a test of one node.

A test stands inside FILTER. Whether a node conforms to a shape is such a test too: no
constraint of the shape is broken there. Tests never end in an error, so that `!` and `||`
of them mean what they say.

Source: SHACL, section 4; each component's own section has the condition in prose and SPARQL.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from trustkg.validation.compiler.focus import THIS, VALUE, Focus, values
from trustkg.validation.compiler.paths import Path

Fresh = Callable[[], str]
"""Returns a variable that no text has yet."""

Test = Callable[[str, str], str]
"""From the variables of focus node and value node to an expression: true where it is bad."""

_PAIRWISE: Final = 3


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT in parts: what it projects besides the focus nodes, its pattern, its end."""

    extra: str
    where: str
    end: str = ""

    def text(self, focus: Focus) -> str:
        """Return the whole query; `{keys}` in its parts are the focus node's variables."""
        keys = " ".join((*focus.chain, THIS))
        end = self.end.replace("{keys}", keys)
        return f"SELECT {keys} {self.extra}WHERE {{ {self.where} }}{end}"


class Check(Protocol):
    """One constraint of a shape."""

    def query(self, focus: Focus, path: Path | None) -> Query:
        """Return the query for the results at all focus nodes."""
        ...

    def broken(self, this: str, path: Path | None, fresh: Fresh) -> str:
        """Return the test whether the constraint is broken at one node."""
        ...


def value_nodes(focus: Focus, path: Path | None) -> str:
    """Return the pattern for focus nodes and value nodes."""
    if path is None:
        return f"{focus.pattern(THIS)} BIND ({THIS} AS {VALUE})"
    return values(focus, path)


def leads(path: Path, this: str, value: str, fresh: Fresh) -> str:
    """Return the test whether a path leads from one node to the other; both are bound."""
    if not path.nullable:
        return f"EXISTS {{ {path.pattern(this, value)} }}"
    end = fresh()
    return f"EXISTS {{ {path.pattern(this, end)} FILTER (sameTerm({end}, {value})) }}"


def at_least(
    number: int, this: str, path: Path, fresh: Fresh, counts: Callable[[str], str] | None = None
) -> str:
    """Return the test whether a node has so many value nodes.

    Args:
        number: at least 1.
        this: the node's variable.
        path: the path to the value nodes.
        fresh: makes variables.
        counts: returns the condition on those that count; all do where None.
    """
    if number <= _PAIRWISE or path.nullable:
        names = [fresh() for _ in range(number)]
        patterns = " ".join(
            f"{{ {p} }}" if path.nullable else p
            for p in (path.pattern(this, name) for name in names)
        )
        tests = [counts(name) for name in names] if counts else []
        tests += [f"!sameTerm({a}, {b})" for a, b in itertools.combinations(names, 2)]
        filters = f" FILTER ({' && '.join(tests)})" if tests else ""
        return f"EXISTS {{ {patterns}{filters} }}"
    name, total = fresh(), fresh()
    filters = f" FILTER ({counts(name)})" if counts else ""
    return (
        f"EXISTS {{ {{ SELECT {this} (COUNT(DISTINCT {name}) AS {total}) WHERE "
        f"{{ {path.pattern(this, name)}{filters} }} GROUP BY {this} }} "
        f"FILTER ({total} >= {number}) }}"
    )


@dataclass(frozen=True, slots=True)
class Each:
    """A condition on each value node by itself."""

    test: Test

    def query(self, focus: Focus, path: Path | None) -> Query:
        """Return the query for the results at all focus nodes."""
        if path is None:
            where = f"{focus.pattern(THIS)} FILTER ({self.test(THIS, THIS)})"
            return Query(f"({THIS} AS {VALUE}) ", where)
        return Query(f"{VALUE} ", f"{values(focus, path)} FILTER ({self.test(THIS, VALUE)})")

    def broken(self, this: str, path: Path | None, fresh: Fresh) -> str:
        """Return the test whether the constraint is broken at one node."""
        if path is None:
            return self.test(this, this)
        value = fresh()
        pattern = path.pattern(this, value)
        return f"EXISTS {{ {pattern} FILTER ({self.test(this, value)}) }}"


@dataclass(frozen=True, slots=True)
class Least:
    """At least so many value nodes that count; `counts` is None where all do."""

    number: int
    counts: Test | None = None

    def query(self, focus: Focus, path: Path | None) -> Query:
        """Return the query for the results at all focus nodes."""
        assert path is not None
        found = values(focus, path) if path.nullable or not path.distinct else None
        filters = f" FILTER ({self.counts(THIS, VALUE)})" if self.counts else ""
        start = focus.pattern(THIS)
        if self.number == 1 and not path.nullable:
            return Query(
                "", f"{start} FILTER (!EXISTS {{ {path.pattern(THIS, VALUE)}{filters} }})"
            )
        inner = found or path.pattern(THIS, VALUE)
        return Query(
            "",
            f"{start} OPTIONAL {{ {inner}{filters} }}",
            f" GROUP BY {{keys}} HAVING (COUNT(DISTINCT {VALUE}) < {self.number})",
        )

    def broken(self, this: str, path: Path | None, fresh: Fresh) -> str:
        """Return the test whether the constraint is broken at one node."""
        assert path is not None
        if self.number == 0:
            return "false"
        return f"!{at_least(self.number, this, path, fresh, _of(self.counts, this))}"


@dataclass(frozen=True, slots=True)
class Most:
    """At most so many value nodes that count; `counts` is None where all do."""

    number: int
    counts: Test | None = None

    def query(self, focus: Focus, path: Path | None) -> Query:
        """Return the query for the results at all focus nodes."""
        assert path is not None
        filters = f" FILTER ({self.counts(THIS, VALUE)})" if self.counts else ""
        return Query(
            "",
            values(focus, path) + filters,
            f" GROUP BY {{keys}} HAVING (COUNT(DISTINCT {VALUE}) > {self.number})",
        )

    def broken(self, this: str, path: Path | None, fresh: Fresh) -> str:
        """Return the test whether the constraint is broken at one node."""
        assert path is not None
        return at_least(self.number + 1, this, path, fresh, _of(self.counts, this))


def _of(counts: Test | None, this: str) -> Callable[[str], str] | None:
    return None if counts is None else lambda value: counts(this, value)


@dataclass(frozen=True, slots=True)
class HasValue:
    """A term is among the value nodes; `term` is SPARQL."""

    term: str

    def query(self, focus: Focus, path: Path | None) -> Query:
        """Return the query for the results at all focus nodes."""
        names = (f"?end_{number}" for number in itertools.count())
        test = self.broken(THIS, path, lambda: next(names))
        return Query("", f"{focus.pattern(THIS)} FILTER ({test})")

    def broken(self, this: str, path: Path | None, fresh: Fresh) -> str:
        """Return the test whether the constraint is broken at one node."""
        if path is None:
            return f"!sameTerm({this}, {self.term})"
        return f"!{leads(path, this, self.term, fresh)}"


@dataclass(frozen=True, slots=True)
class Equals:
    """Value nodes and values of a property are the same; `predicate` is SPARQL."""

    predicate: str

    def query(self, focus: Focus, path: Path | None) -> Query:
        """Return the query for the results at all focus nodes."""
        start = focus.pattern(THIS)
        if path is None:
            back = f"!sameTerm({THIS}, {VALUE})"
        else:
            back = f"!{leads(path, THIS, VALUE, lambda: '?end')}"
        return Query(
            f"{VALUE} ",
            f"{{ {value_nodes(focus, path)} "
            f"FILTER (!EXISTS {{ {THIS} {self.predicate} {VALUE} . }}) }} "
            f"UNION {{ {start} {THIS} {self.predicate} {VALUE} . FILTER ({back}) }}",
        )

    def broken(self, this: str, path: Path | None, fresh: Fresh) -> str:
        """Return the test whether the constraint is broken at one node."""
        other, value = fresh(), fresh()
        if path is None:
            return (
                f"(!EXISTS {{ {this} {self.predicate} {this} . }} || "
                f"EXISTS {{ {this} {self.predicate} {other} . "
                f"FILTER (!sameTerm({other}, {this})) }})"
            )
        return (
            f"(EXISTS {{ {path.pattern(this, value)} "
            f"FILTER (!EXISTS {{ {this} {self.predicate} {value} . }}) }} || "
            f"EXISTS {{ {this} {self.predicate} {other} . "
            f"FILTER (!{leads(path, this, other, fresh)}) }})"
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """Each value node is in order with each value of a property; `bad` says when not."""

    predicate: str
    bad: Test

    def query(self, focus: Focus, path: Path | None) -> Query:
        """Return the query for the results at all focus nodes."""
        pattern = f"{value_nodes(focus, path)} {THIS} {self.predicate} ?other ."
        return Query(f"{VALUE} ?other ", f"{pattern} FILTER ({self.bad(VALUE, '?other')})")

    def broken(self, this: str, path: Path | None, fresh: Fresh) -> str:
        """Return the test whether the constraint is broken at one node."""
        assert path is not None
        value, other = fresh(), fresh()
        return (
            f"EXISTS {{ {path.pattern(this, value)} {this} {self.predicate} {other} . "
            f"FILTER ({self.bad(value, other)}) }}"
        )


@dataclass(frozen=True, slots=True)
class UniqueLanguage:
    """No two value nodes have the same language tag."""

    def query(self, focus: Focus, path: Path | None) -> Query:
        """Return the query for the results at all focus nodes."""
        where = f'{value_nodes(focus, path)} FILTER (isLiteral({VALUE}) && LANG({VALUE}) != "")'
        return Query(
            "",
            where,
            f" GROUP BY {{keys}} (LCASE(LANG({VALUE})) AS ?language)"
            f" HAVING (COUNT(DISTINCT {VALUE}) > 1)",
        )

    def broken(self, this: str, path: Path | None, fresh: Fresh) -> str:
        """Return the test whether the constraint is broken at one node."""
        assert path is not None
        one, two = fresh(), fresh()
        parts = " ".join(f"{{ {path.pattern(this, name)} }}" for name in (one, two))
        return (
            f"EXISTS {{ {parts} FILTER (isLiteral({one}) && isLiteral({two}) && "
            f'LANG({one}) != "" && LCASE(LANG({one})) = LCASE(LANG({two})) && '
            f"!sameTerm({one}, {two})) }}"
        )


@dataclass(frozen=True, slots=True)
class Closed:
    """A node has no other properties; `allowed` are IRIs."""

    allowed: tuple[str, ...]

    def query(self, focus: Focus, path: Path | None) -> Query:
        """Return the query for the results at all focus nodes."""
        if path is None:
            where = f"{focus.pattern(THIS)} {THIS} ?path {VALUE} ."
        else:
            where = f"{values(focus, path, THIS, '?node')} ?node ?path {VALUE} ."
        return Query(f"?path {VALUE} ", f"{where} FILTER ({self._other('?path')})")

    def broken(self, this: str, path: Path | None, fresh: Fresh) -> str:
        """Return the test whether the constraint is broken at one node."""
        node, predicate, value = fresh(), fresh(), fresh()
        holder = this if path is None else node
        start = "" if path is None else f"{path.pattern(this, node)} "
        return (
            f"EXISTS {{ {start}{holder} {predicate} {value} . FILTER ({self._other(predicate)}) }}"
        )

    def _other(self, predicate: str) -> str:
        if not self.allowed:  # `NOT IN ()` is true by SPARQL and false by Oxigraph
            return "true"
        allowed = ", ".join(f"<{iri}>" for iri in self.allowed)
        return f"{predicate} NOT IN ({allowed})"


def any_of(tests: Iterator[str]) -> str:
    """Return the test whether one of several tests is true."""
    found = [test for test in tests if test != "false"]
    return f"({' || '.join(found)})" if found else "false"
