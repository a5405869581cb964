"""What a rule proposes → edits of the file's text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from trustkg.framework import Framework
from trustkg.language import Text
from trustkg.plans import Place, Plan, Position, Vocabulary, document
from trustkg.plans.naming import distinct_name
from trustkg.plans.vocabulary import Property
from trustkg.repairs.model import Candidate, TextEdit
from trustkg.repairs.source import Source
from trustkg.validation import Edit, Value, Verb
from trustkg.vocab import local_id


@dataclass(frozen=True)
class Editor:
    """Turns proposals on one plan into candidates for its file."""

    source: Source
    plan: Plan
    framework: Framework
    vocabulary: Vocabulary

    def candidate(self, edit: Edit, *, sure: bool) -> Candidate | None:
        """Put a proposal into the file's text.

        Args:
            edit: what a rule proposes.
            sure: whether the rule proposes nothing else.

        Returns:
            The candidate, or None where the text has no place for it that is certain.
        """
        make = {
            Verb.REPLACE: self._replace,
            Verb.ADD: self._add,
            Verb.REMOVE: self._remove,
            Verb.SWAP: self._swap,
        }[edit.verb]
        made = make(edit)
        if made is None:
            return None
        return replace(made, sure=sure and edit.verb in (Verb.REPLACE, Verb.SWAP))

    def property(self, iri: str) -> Property | None:
        """Return a property of the vocabulary of plans by its IRI."""
        return next(
            (p for keys in self.vocabulary.keys.values() for p in keys.values() if p.iri == iri),
            None,
        )

    def name(self, value: Value, like: str) -> str:
        """Write a value as the plan's author would.

        Args:
            value: a term's IRI, or a literal as a plan writes it.
            like: what stands there or beside it: an id, or a name in one of the languages.
        """
        if value.datatype is not None:
            return value.lexical
        id = local_id(value.lexical)
        if like.strip() in self.framework.terms:
            return id
        name = distinct_name(self.framework, id)
        written = name.en if like.isascii() else name.zh
        return id if re.search(r"[(（]", written) else written

    def rewrite(self, position: Position, text: str) -> TextEdit | None:
        """Write something else in the place of a scalar."""
        scalar = self.source.scalar(position)
        if scalar is None:
            return None
        written = self.source.write(text, self.source.slice(scalar.position))
        return replacing(scalar.position, written)

    def _replace(self, edit: Edit) -> Candidate | None:
        position = self._position(edit)
        scalar = position and self.source.scalar(position)
        if not scalar or edit.new is None:
            return None
        text = self.name(edit.new, scalar.text)
        change = self.rewrite(scalar.position, text)
        if change is None or text == scalar.text:
            return None
        what = Text(f"把“{scalar.text}”改为“{text}”", f"replace “{scalar.text}” by “{text}”")
        return Candidate(what, (change,))

    def _position(self, edit: Edit) -> Position | None:
        """Return where the old value of an edit stands."""
        if edit.old is not None:
            return self.plan.positions.get(Place(edit.node, edit.path, edit.old.lexical))
        entry = self._entry(edit.node, edit.path)
        return entry.value.position if entry else None

    def _entry(self, node: str, path: str) -> document.Entry | None:
        key = self.plan.positions.get(Place(node, path))
        return self.source.entry(key) if key else None

    def _add(self, edit: Edit) -> Candidate | None:
        if edit.new is None:
            return None
        entry = self._entry(edit.node, edit.path)
        if entry is None:
            return self._add_key(edit, edit.new)
        beside = _first_text(entry.value) or entry.key.text
        text = self.name(edit.new, beside)
        change = self._insert(entry, self.source.write(text))
        what = Text(
            f"在“{entry.key.text}”中加上“{text}”", f"add “{text}” under “{entry.key.text}”"
        )
        return Candidate(what, (change,)) if change else None

    def _insert(self, entry: document.Entry, written: str) -> TextEdit | None:
        """Put one more value after a key."""
        value = entry.value
        if isinstance(value, document.Scalar):
            return self._make_list(value, written)
        if not isinstance(value, document.Sequence):
            return None
        if not value.items:
            place = value.position
            return TextEdit(place.line, place.column + 1, place.line, place.column + 1, written)
        end = self.source.end(value.items[-1])
        if end is None:
            return None
        if self.source.is_flow(value):
            return TextEdit(end.line, end.column, end.line, end.column, f", {written}")
        return self._line_after(end.line, value.position.column, f"- {written}")

    def _make_list(self, value: document.Scalar, written: str) -> TextEdit | None:
        scalar = self.source.scalar(value.position)
        if scalar is None or scalar.empty:
            return None
        return replacing(scalar.position, f"[{self.source.slice(scalar.position)}, {written}]")

    def _line_after(self, line: int, column: int, written: str) -> TextEdit:
        """Put a line of its own after a line, its text from a column on."""
        end = len(self.source.lines[line - 1]) + 1
        text = self.source.newline() + " " * (column - 1) + written
        return TextEdit(line, end, line, end, text)

    def _add_key(self, edit: Edit, new: Value) -> Candidate | None:
        property = self.property(edit.path)
        first = self.plan.positions.get(Place(edit.node))
        mapping = self.source.mapping(first) if first else None
        if property is None or mapping is None:
            return None
        english = mapping.entries[0].key.text.isascii()
        key = property.label.en if english else property.label.zh
        text = self.name(new, "" if english else property.label.zh)
        written = self.source.write(text)
        if not property.functional:
            written = f"[{written}]"
        line = f"{self.source.write(key)}: {written}"
        end = self.source.end(mapping.entries[-1].value)
        if end is None:
            return None
        what = Text(f"写上“{key}: {text}”", f"write “{key}: {text}”")
        if self.source.is_flow(mapping):
            change = TextEdit(end.line, end.column, end.line, end.column, f", {line}")
        else:
            change = self._line_after(end.line, mapping.entries[0].key.position.column, line)
        return Candidate(what, (change,))

    def _remove(self, edit: Edit) -> Candidate | None:
        position = self._position(edit)
        scalar = position and self.source.scalar(position)
        sequence = position and self.source.sequence_of(position)
        if not scalar or not sequence or len(sequence.items) < 2:  # noqa: PLR2004 -- nothing would be left
            return None
        places = [item.position for item in sequence.items]
        at = next(i for i, p in enumerate(places) if p == scalar.position)
        if self.source.is_flow(sequence):
            change = self._without(places, at, sequence)
        else:
            line = self.source.lines[scalar.position.line - 1]
            alone = line[: scalar.position.column - 1].strip() == "-"
            rest = line[scalar.position.end_column - 1 :].strip()
            last = scalar.position.line == len(self.source.lines)
            if not alone or last or rest:  # a comment would go as well
                return None
            change = TextEdit(scalar.position.line, 1, scalar.position.line + 1, 1, "")
        what = Text(f"删去“{scalar.text}”", f"remove “{scalar.text}”")
        return Candidate(what, (change,)) if change else None

    def _without(
        self, places: list[Position], at: int, sequence: document.Sequence
    ) -> TextEdit | None:
        """Leave an item out of a list in brackets, with one comma."""
        here = places[at]
        if at + 1 < len(places):
            after = places[at + 1]
            if after.line != here.line:
                return None
            return TextEdit(here.line, here.column, here.line, after.column, "")
        end = self.source.end(sequence.items[at - 1])
        if end is None or end.line != here.line:
            return None
        return TextEdit(end.line, end.column, here.line, here.end_column, "")

    def _swap(self, edit: Edit) -> Candidate | None:
        entries = [self._entry(edit.node, path or "") for path in (edit.path, edit.other_path)]
        scalars = [entry and self.source.scalar(entry.value.position) for entry in entries]
        one, two = scalars
        if not one or not two:
            return None
        changes = (
            replacing(one.position, self.source.slice(two.position)),
            replacing(two.position, self.source.slice(one.position)),
        )
        what = Text(f"对调“{one.text}”与“{two.text}”", f"swap “{one.text}” and “{two.text}”")
        return Candidate(what, changes)


def replacing(position: Position, text: str) -> TextEdit:
    """Return the edit that writes a text in the place of a stretch of one line."""
    return TextEdit(position.line, position.column, position.line, position.end_column, text)


def _first_text(node: document.Node) -> str | None:
    if isinstance(node, document.Scalar):
        return node.text or None
    if isinstance(node, document.Sequence) and node.items:
        return _first_text(node.items[0])
    return None
