"""What the reader asks about: a statement, or a relation between two terms, by their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from trustkg.errors import InputError, UnknownTermError
from trustkg.explanation.rules import Link
from trustkg.framework import Framework, Statement
from trustkg.framework.names import fold
from trustkg.language import Language, Text
from trustkg.vocab import named_id

_LONGEST: Final = 300
_GAP: Final = "…"
"""Where the object stands in the label of a relation, as in 受…影响."""


@dataclass(frozen=True, slots=True)
class Request:
    """Two terms and the relations asked about, by their ids.

    `relations` are several where a name stands for more than one, and none where the reader
    named none.
    """

    subject: str
    relations: tuple[str, ...]
    object: str


@dataclass(frozen=True, slots=True)
class _Split:
    """One way to read a text, folded: subject, relation, object."""

    subject: str
    relation: str
    named: str
    object: str


def phrase(
    framework: Framework,
    link: Link,
    language: Language,
    names: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return a link as a sentence, the object in the relation's gap where it has one.

    Args:
        framework: has the labels.
        link: what is said.
        language: in which.
        names: what to call a term instead of by its label, by its id.
    """
    subject, object_ = (
        names.get(id, framework.label(id)[language]) for id in (link.subject, link.object)
    )
    before, gap, after = framework.label(link.relation)[language].partition(_GAP)
    parts = (subject, before, object_, after) if gap else (subject, before, object_)
    return " ".join(part.strip() for part in parts if part)


def read(framework: Framework, text: str, relations: Iterable[str]) -> Statement | Request:
    """Read what is to be explained.

    Args:
        framework: the framework.
        text: a statement's id or IRI; or subject, relation and object, with or without
            spaces, each by id or by a name in either language; or two terms.
        relations: ids of the relations that can stand between terms, usual ones first.

    Raises:
        UnknownTermError: there is no such statement or term.
        AmbiguousTermError: several terms go by a name.
        InputError: one term only, or no relation goes by that name.
    """
    if len(text) > _LONGEST:
        raise UnknownTermError(text, ())
    text = " ".join(map(named_id, text.split()))
    statement = framework.statements.get(text) or framework.statements.get(f"statement/{text}")
    if statement is not None:
        return statement
    return _Reading(framework, text, tuple(relations)).request()


class _Reading:
    """Every way to read one text."""

    def __init__(self, framework: Framework, text: str, relations: tuple[str, ...]) -> None:
        self._framework = framework
        self._text = text
        self._folded = fold(text)
        self._known = framework.names
        self._relations = relations

    def request(self) -> Request:
        splits = sorted(self._splits(), key=lambda s: -len(s.named))
        whole = [s for s in splits if s.subject in self._known and s.object in self._known]
        if whole:
            return self._asked(s for s in whole if len(s.named) == len(whole[0].named))
        self._refuse_one_term()
        pair = self._pair()
        if pair is not None:
            return pair
        half = [s for s in splits if s.subject in self._known or s.object in self._known]
        for split in half or splits:
            return self._asked([split])  # which says what term is not known
        raise self._no_relation()

    def _splits(self) -> Iterator[_Split]:
        text = self._folded
        for id in self._relations:
            relation = self._framework.relations[id]
            for name in dict.fromkeys(map(fold, relation.names)):
                before, gap, after = name.partition(fold(_GAP))
                if not text.endswith(after) or not name:
                    continue
                end = len(text) - len(after)
                start = text.find(before, 1)
                while start != -1:
                    subject, object_ = text[:start], text[start + len(before) : end]
                    if object_ and not (gap and not before):
                        yield _Split(subject, id, name, object_)
                    start = text.find(before, start + 1)

    def _asked(self, splits: Iterable[_Split]) -> Request:
        found = list(splits)
        subject, object_ = found[0].subject, found[0].object
        return Request(
            self._framework.find(self._as_typed(subject, start=True)).id,
            tuple(s.relation for s in found if (s.subject, s.object) == (subject, object_)),
            self._framework.find(self._as_typed(object_, start=False)).id,
        )

    def _pair(self) -> Request | None:
        text = self._folded
        for end in range(len(text) - 1, 0, -1):
            if text[:end] in self._known and text[end:] in self._known:
                find = self._framework.find
                return Request(find(text[:end]).id, (), find(text[end:]).id)
        return None

    def _refuse_one_term(self) -> None:
        if self._folded in self._known:
            name = self._text
            raise InputError(
                name,
                Text(
                    "这是一个术语，要解释的是两个术语之间的关系",
                    "is one term; what can be explained is a relation between two",
                ),
                help=Text(
                    f"trustkg show {name} 列出有关它的陈述",
                    f'trustkg show "{name}" has the statements about it',
                ),
            )

    def _no_relation(self) -> Exception:
        """Say what is not known: the relation between two known terms, or a term."""
        text, ends = self._folded, range(1, len(self._folded))
        start = max((n for n in ends if text[:n] in self._known), default=0)
        end = min((n for n in ends if n > start and text[n:] in self._known), default=len(text))
        if start and end < len(text):
            return self._unknown_relation(text[start:end])
        if start:
            name = self._as_typed(text[start:], start=False)
        elif end < len(text):
            name = self._as_typed(text[:end], start=True)
        else:
            name = self._text
        return UnknownTermError(name, self._framework.nearest(name))

    def _unknown_relation(self, name: str) -> InputError:
        from difflib import get_close_matches

        labels = {
            fold(label): label
            for id in self._relations
            for relation in [self._framework.relations[id]]
            for label in relation.names
        }
        near = [labels[n] for n in get_close_matches(name, labels, n=3, cutoff=0.5)]
        usual = [self._framework.relations[id].label for id in self._relations[:5]]
        some = Text(
            "、".join(near or [label.zh for label in usual]),
            ", ".join(near or [label.en for label in usual]),
        )
        return InputError(
            name,
            Text("没有这种关系", "no such relation"),
            help=Text(
                f"例如：{some.zh}；不写关系，就解释两者之间的每一种关系",
                f"for example {some.en}; leave it out to have every relation explained",
            ),
        )

    def _as_typed(self, folded: str, *, start: bool) -> str:
        """Return the beginning or end of the text that folds to this, as it was typed."""
        text = self._text
        for place in range(len(text) + 1):
            part = text[: len(text) - place] if start else text[place:]
            if fold(part) == folded:
                return part.strip(' "“”')
        return folded
