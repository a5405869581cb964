"""The graph's own checks: they pass, and each fails when what it guards is broken."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from trustkg import quality, resources
from trustkg.errors import InputError, QueryError
from trustkg.framework import Framework, graphs
from trustkg.language import Text
from trustkg.quality import Check, Row, Waived, Waiver
from trustkg.vocab import DCTERMS, OWL, PREFIXES, RDFS

VANN = PREFIXES["vann"]

FOLDERS = {"tkauth": "authorship", "tkcit": "citation", "tkunc": "uncovered"}
"""Prefixes that only the ontology's own files use."""

TURTLE_PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + (
    "".join(f"@prefix {name}: <{PREFIXES['tkg']}{id}/> .\n" for name, id in FOLDERS.items())
)


@dataclass(frozen=True)
class Mutation:
    """A small change to the graph, and the node at which a check must notice it.

    `remove` is subject and predicate, as prefixed names; `add` is Turtle for one named graph.
    """

    node: str
    remove: str = ""
    add: str = ""
    graph: ox.NamedNode = graphs.PAPER


ORDER_BACK = """
tks:x1 a tkg:OrderStatement ; tkg:subject tkg:stageLongTermSedimentation ;
    tkg:orderObject tkg:stageContentReach ."""
ORDER_SKIP = """
tks:x1 a tkg:OrderStatement ; tkg:subject tkg:stageContentReach ;
    tkg:orderObject tkg:stageSocialDiffusion ."""
AGAIN = """
tks:x1 a tkg:CompositionStatement ; tkg:subject tkg:hostTrust ;
    tkg:compositionObject tkg:professionalTrust ;
    tkg:statedIn tksec:3-1 ; tkg:paragraph 2 ."""

QUERIES = {
    "alignment-notes": [
        Mutation("userTrust", add="tkg:userTrust skos:closeMatch <http://example.org/trust> ."),
        Mutation("hostTrust", remove="tkg:hostTrust skos:broadMatch", graph=graphs.PROJECT),
    ],
    "author-order": [
        Mutation("reference/1", remove="tkauth:r1-1 tkg:rank"),
        Mutation("reference/2", remove="tkauth:r2-2 tkg:rank", add="tkauth:r2-2 tkg:rank 1 ."),
        Mutation("reference/7", remove="tkref:7 tkg:hasAuthorship"),
    ],
    "chains-of-two": [
        Mutation(
            "influences",
            add="tkg:influences owl:propertyChainAxiom ( tkg:object tkg:isPartOf tkg:isPartOf ) .",
            graph=graphs.SCHEMA,
        )
    ],
    "citation-fit": [
        Mutation("citation/c1-1", remove="tkcit:c1-1 tkg:fit", graph=graphs.PROJECT),
        Mutation("citation/c1-1", remove="tkcit:c1-1 tkg:fitNote", graph=graphs.PROJECT),
        Mutation("citation/c1-1", add="tkcit:c1-1 cito:hasCitationCharacterization cito:cites ."),
    ],
    "cited-there": [Mutation("statement/s3-1-01", add="tks:s3-1-01 tkg:cites tkref:1 .")],
    "dangling": [
        Mutation("statement/s3-1-01", add="tks:s3-1-01 tkg:statedIn tksec:9-9 ."),
        Mutation("statement/s3-1-01", add="tks:s3-1-01 tkg:compositionObject tkg:hosttrust ."),
    ],
    "defined-by": [
        Mutation("hostTrust", remove="tkg:hostTrust rdfs:isDefinedBy"),
        Mutation("influences", remove="tkg:influences rdfs:isDefinedBy", graph=graphs.SCHEMA),
    ],
    "definitions": [
        Mutation("hostTrust", remove="tkg:hostTrust skos:definition"),
        Mutation(
            "TrustDimension", remove="tkg:TrustDimension skos:definition", graph=graphs.SCHEMA
        ),
        Mutation("hostTrust", add='tkg:hostTrust skos:definition "主播信任。"@zh-Hans .'),
    ],
    "driver-layer": [Mutation("newDriver", add="tkg:newDriver a tkg:Driver .")],
    "id-case": [Mutation("hostTrust", add="tkg:hosttrust a owl:NamedIndividual .")],
    "labels": [
        Mutation("hostTrust", remove="tkg:hostTrust skos:prefLabel"),
        Mutation("influences", remove="tkg:influences rdfs:label", graph=graphs.SCHEMA),
        Mutation("hostTrust", add='tkg:hostTrust skos:prefLabel "trust in hosts"@en .'),
        Mutation("hostTrust", add='tkg:hostTrust skos:prefLabel "confiance"@fr .'),
    ],
    "one-meaning": [
        Mutation("hostTrust", add="tkg:hostTrust a owl:Class ."),
        Mutation("quote", add="tkg:quote a owl:AnnotationProperty ."),
    ],
    "ontology-dates": [
        Mutation(
            DCTERMS + "issued",
            remove="tkg: dcterms:issued",
            add='tkg: dcterms:issued "2999-01-01"^^xsd:date .',
            graph=graphs.SCHEMA,
        ),
        Mutation(DCTERMS + "created", add='tkg: dcterms:created "2026" .'),
    ],
    "ontology-languages": [
        Mutation(DCTERMS + "title", remove="tkg: dcterms:title", graph=graphs.SCHEMA),
        Mutation(RDFS + "label", add='tkg: rdfs:label "again"@en .'),
    ],
    "ontology-licence": [Mutation(DCTERMS + "license", add='tkg: dcterms:license "CC BY 4.0" .')],
    "ontology-metadata": [
        Mutation(
            DCTERMS + "bibliographicCitation",
            remove="tkg: dcterms:bibliographicCitation",
            graph=graphs.SCHEMA,
        ),
        Mutation(OWL + "versionIRI", remove="tkg: owl:versionIRI", graph=graphs.SCHEMA),
    ],
    "ontology-namespace": [
        Mutation(
            VANN + "preferredNamespaceUri",
            add='tkg: vann:preferredNamespaceUri "https://example.org/" .',
        ),
        Mutation(
            VANN + "preferredNamespacePrefix", add='tkg: vann:preferredNamespacePrefix "T:" .'
        ),
    ],
    "ontology-one": [
        Mutation("http://example.org/o", add="<http://example.org/o> a owl:Ontology ."),
        Mutation(OWL + "Ontology", remove="tkg: rdf:type", graph=graphs.SCHEMA),
    ],
    "ontology-version": [
        Mutation("9.9.9/", add="tkg: owl:versionIRI <https://w3id.org/trustkg/9.9.9/> ."),
        Mutation("next", add='tkg: owl:versionInfo "next" .'),
        Mutation(OWL + "versionInfo", add='tkg: owl:versionInfo "9.9.9" .'),
    ],
    "paper-statements": [
        Mutation("statement/s3-1-01", remove="tks:s3-1-01 tkg:quote"),
        Mutation("statement/s3-1-01", remove="tks:s3-1-01 tkg:statedIn"),
        Mutation("statement/s3-1-01", remove="tks:s3-1-01 tkg:paragraph"),
        Mutation("statement/s3-1-01", add='tks:s3-1-01 tkg:rationale "依我看"@zh-Hans .'),
        Mutation("statement/s3-1-01", add='tks:s3-1-01 tkg:quote " 主播信任" .'),
    ],
    "project-statements": [
        Mutation("statement/p001", remove="tks:p001 tkg:rationale", graph=graphs.PROJECT),
        Mutation("statement/p001", add="tks:p001 tkg:statedIn tksec:3-1 .", graph=graphs.PROJECT),
        Mutation("statement/p001", add="tks:p001 tkg:cites tkref:1 .", graph=graphs.PROJECT),
        Mutation("statement/p001", add='tks:p001 tkg:quote "真实" .', graph=graphs.PROJECT),
    ],
    "property-kind": [
        Mutation("hostTrust", add='tkg:hostTrust tkg:namedIn "3.1" .'),
        Mutation("hostTrust", add="tkg:hostTrust tkg:quote tkg:userTrust ."),
    ],
    "same-statement-twice": [Mutation("statement/s3-1-01", add=AGAIN)],
    "simple-properties": [
        Mutation("influences", add="tkg:influences a owl:FunctionalProperty ."),
        Mutation("isPartOf", add="tkg:isPartOf a owl:IrreflexiveProperty ."),
        Mutation("precedes", add="tkg:precedes a owl:AsymmetricProperty ."),
    ],
    "stated-terms": [Mutation("island", add="tkg:island a tkg:Outcome .")],
    "statement-graph": [
        Mutation("statement/p001", add="tks:p001 tkg:basis tkg:inferredByProject ."),
        Mutation(
            "statement/s3-1-01",
            add="tks:s3-1-01 tkg:basis tkg:statedVerbatim .",
            graph=graphs.PROJECT,
        ),
    ],
    "statement-kind": [
        Mutation("statement/s3-1-01", add="tks:s3-1-01 a tkg:RoleStatement ."),
        Mutation("statement/s3-1-01", remove="tks:s3-1-01 rdf:type"),
    ],
    "term-source": [
        Mutation("hostTrust", remove="tkg:hostTrust tkg:namedIn"),
        Mutation("hostTrust", add="tkg:hostTrust tkg:basis tkg:addedByProject ."),
    ],
    "undeclared": [
        Mutation("hostTrust", add='tkg:hostTrust <http://example.org/p> "x" .'),
        Mutation("hostTrust", add="tkg:hostTrust a <http://example.org/C> ."),
    ],
    "unique-labels": [
        Mutation("commodityTrust", add='tkg:hostTrust skos:prefLabel "商品信任"@zh-Hans .')
    ],
}

UNCOVERED = "tkunc:x1 a tkg:UncoveredSentence . "

SHAPES = {
    "citation-place": [Mutation("citation/c1-2", remove="tkcit:c1-2 tkg:statedIn")],
    "citation-quote": [Mutation("citation/c1-2", remove="tkcit:c1-2 tkg:quote")],
    "citation-work": [Mutation("citation/c1-2", remove="tkcit:c1-2 tkg:citedWork")],
    "indicator-bounds": [
        Mutation(
            "returnRate",
            remove="tkg:returnRate tkg:minimum",
            add="tkg:returnRate tkg:minimum 200.0 .",
            graph=graphs.PROJECT,
        )
    ],
    "indicator-direction": [
        Mutation("newRate", add="tkg:newRate a tkg:Indicator ."),
        Mutation(
            "returnRate",
            add="tks:x1 a tkg:DirectionStatement ; tkg:subject tkg:returnRate ;"
            " tkg:directionObject tkg:upward .",
        ),
    ],
    "influence-sign": [
        Mutation("statement/s5-1-11", remove="tks:s5-1-11 tkg:sign"),
        Mutation("statement/s5-1-11", add="tks:s5-1-11 tkg:sign tkg:positive ."),
    ],
    "one-next": [Mutation("stageContentReach", add=ORDER_SKIP)],
    "one-previous": [Mutation("stageSocialDiffusion", add=ORDER_SKIP)],
    "one-quote": [
        Mutation("statement/s3-1-01", add='tks:s3-1-01 tkg:quote "又一处" .'),
        Mutation(
            "statement/s3-1-01", remove="tks:s3-1-01 tkg:quote", add='tks:s3-1-01 tkg:quote "" .'
        ),
    ],
    "one-whole": [
        Mutation(
            "professionalTrust",
            add="tks:x1 a tkg:CompositionStatement ; tkg:subject tkg:platformTrust ;"
            " tkg:compositionObject tkg:professionalTrust .",
        ),
        Mutation("newTrust", add="tkg:newTrust a tkg:TrustSubDimension ."),
    ],
    "order-acyclic": [Mutation("stageGuaranteeBackstop", add=ORDER_BACK)],
    "paragraph-number": [
        Mutation("statement/s3-1-01", add="tks:s3-1-01 tkg:paragraph 77 ."),
        Mutation("statement/p001", add="tks:p001 tkg:paragraph -1 ."),
    ],
    "path-of-influence": [
        Mutation("statement/s3-1-01", add="tks:s3-1-01 tkg:onPath tkg:pathReducePerceivedRisk .")
    ],
    "sign-of-influence": [
        Mutation("statement/s3-1-01", add="tks:s3-1-01 tkg:sign tkg:positive .")
    ],
    "stated-in-section": [
        Mutation("statement/s3-1-01", add="tks:s3-1-01 tkg:statedIn tksec:3-2 ."),
        Mutation("citation/c1-2", add="tkcit:c1-2 tkg:statedIn tkg:hostTrust ."),
    ],
    "statement-basis": [
        Mutation("statement/s3-1-01", remove="tks:s3-1-01 tkg:basis"),
        Mutation("statement/s3-1-01", add="tks:s3-1-01 tkg:basis tkg:paraphrased ."),
    ],
    "statement-object": [
        Mutation("statement/s3-1-01", remove="tks:s3-1-01 tkg:compositionObject"),
        Mutation("statement/s3-1-01", add="tks:s3-1-01 tkg:roleObject tkg:roleCore ."),
    ],
    "statement-subject": [
        Mutation("statement/s3-1-01", remove="tks:s3-1-01 tkg:subject"),
        Mutation("statement/s3-1-01", add="tks:s3-1-01 tkg:subject tkg:platformTrust ."),
    ],
    "term-basis": [Mutation("hostTrust", remove="tkg:hostTrust tkg:basis")],
    "term-english": [Mutation("hostTrust", remove="tkg:hostTrust tkg:englishLabelFrom")],
    "term-named-in": [Mutation("hostTrust", add="tkg:hostTrust tkg:namedIn tksec:9 .")],
    "uncovered-claim": [
        Mutation("uncovered/x1", add=UNCOVERED),
        Mutation("uncovered/x1", add=UNCOVERED + "tkunc:x1 tkg:makesClaim true , false ."),
    ],
    "uncovered-place": [
        Mutation("uncovered/x1", add=UNCOVERED),
        Mutation("uncovered/x1", add=UNCOVERED + "tkunc:x1 tkg:statedIn tksec:7-2 , tksec:7-3 ."),
    ],
    "uncovered-quote": [
        Mutation("uncovered/x1", add=UNCOVERED),
        Mutation("uncovered/x1", add=UNCOVERED + 'tkunc:x1 tkg:quote "一处" , "又一处" .'),
    ],
    "uncovered-reason": [
        Mutation("uncovered/x1", add=UNCOVERED),
        Mutation(
            "uncovered/x1",
            add=UNCOVERED + "tkunc:x1 tkg:uncoveredFor tkg:reasonWish , tkg:reasonTransition .",
        ),
    ],
    "uncovered-why": [
        Mutation("uncovered/x1", add=UNCOVERED),
        Mutation(
            "uncovered/x1",
            add=UNCOVERED + 'tkunc:x1 tkg:whyNoStatement "无"@zh-Hans , "none"@en , "nil"@en .',
        ),
    ],
}


def named(prefixed: str) -> ox.NamedNode:
    """Return the IRI of a prefixed name."""
    prefix, _, local = prefixed.partition(":")
    folders = {name: PREFIXES["tkg"] + f"{id}/" for name, id in FOLDERS.items()}
    return ox.NamedNode((PREFIXES | folders)[prefix] + local)


def mutated(framework: Framework, mutation: Mutation) -> ox.Store:
    """Return the store of the ontology after a change, with what it entails then."""
    store = ox.Store()
    for name in graphs.ASSERTED:
        store.extend(framework.store.quads_for_pattern(None, None, None, name))
    if mutation.remove:
        subject, predicate = map(named, mutation.remove.split())
        doomed = list(store.quads_for_pattern(subject, predicate, None, mutation.graph))
        assert doomed, "nothing to remove"
        for quad in doomed:
            store.remove(quad)
    store.load(TURTLE_PREFIXES + mutation.add, ox.RdfFormat.TURTLE, to_graph=mutation.graph)
    rules = graphs.entailment_rules()
    graphs.entail(store, rules, graphs.ONLY_PAPER[:-1], graphs.ENTAILED_FROM_PAPER)
    sources = (*graphs.ASSERTED, graphs.ENTAILED_FROM_PAPER)
    graphs.entail(store, rules, sources, graphs.ENTAILED)
    return store


def around(store: ox.Store, id: str) -> rdflib.Graph:
    """Return the schema and what stands around a node: all that a shape says of it looks at.

    The whole graph would do as well, and takes pySHACL far longer for all mutations.
    """
    node = ox.NamedNode(PREFIXES["tkg"] + id)
    near: set[ox.NamedNode | ox.BlankNode | ox.Triple] = {node}
    near |= {quad.subject for quad in store.quads_for_pattern(None, None, node, None)}
    for _ in range(2):
        near |= {
            quad.object
            for one in tuple(near)
            if not isinstance(one, ox.Triple)
            for quad in store.quads_for_pattern(one, None, None, None)
            if isinstance(quad.object, ox.NamedNode | ox.BlankNode)
        }
    quads = [q for q in store if q.subject in near or q.graph_name == graphs.SCHEMA]
    text = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    assert text is not None
    return rdflib.Graph(bind_namespaces="none").parse(data=text, format="nt11")


def cases(mutations: dict[str, list[Mutation]]) -> list[object]:
    """Return one parameter set for each mutation."""
    return [
        pytest.param(name, mutation, id=f"{name}-{place}")
        for name, found in mutations.items()
        for place, mutation in enumerate(found, 1)
    ]


@pytest.fixture(scope="module")
def checks() -> dict[str, Check]:
    """What the checks find in the graph that comes with trustkg, by name."""
    return {check.name: check for check in quality.check()}


def test_the_graph_passes(checks: dict[str, Check]) -> None:
    """What is shipped has nothing to mend."""
    assert {} == {name: check for name, check in checks.items() if not check.passed}


def test_every_check_has_a_mutation(checks: dict[str, Check]) -> None:
    """A check that was never seen to fail may be one that can't."""
    assert set(checks) == QUERIES.keys() | SHAPES.keys()


@pytest.mark.parametrize(("name", "mutation"), cases(QUERIES))
def test_query_notices(
    framework: Framework, checks: dict[str, Check], name: str, mutation: Mutation
) -> None:
    """Each query has a row where what it guards is broken, and had none there before."""
    found = {check.name: check for check in quality.query_checks(mutated(framework, mutation))}
    assert mutation.node in {row.node for row in found[name].rows}
    assert mutation.node not in {row.node for row in checks[name].rows}


@pytest.mark.parametrize(("name", "mutation"), cases(SHAPES))
def test_shape_notices(framework: Framework, name: str, mutation: Mutation) -> None:
    """Each shape has a result where what it guards is broken."""
    data = around(mutated(framework, mutation), mutation.node)
    found = {check.name: check for check in quality.shape_checks(data)}
    assert mutation.node in {row.node for row in found[name].rows}


def test_titles_are_in_both_languages(checks: dict[str, Check]) -> None:
    """A check is shown by its title; two of the same can't be told apart."""
    titles = [check.title for check in checks.values()]
    assert len(titles) == len({t.zh for t in titles}) == len({t.en for t in titles})
    assert all(t.zh != t.en for t in titles)


ROW = Row("kuaishou", Text("孤立", "alone"))
WHY = Text("有意", "meant")
FOUND = Check("islands", Text("题", "title"), Text("述", "description"), (ROW,))


def test_what_is_waived_is_no_finding() -> None:
    """A waiver takes its row out and keeps it with the reason."""
    (check,) = quality.waive([FOUND], [Waiver("islands", "kuaishou", WHY)])
    assert ((), (Waived(ROW, WHY),), True) == (check.rows, check.waived, check.passed)


def test_a_waiver_that_nothing_needs_is_a_finding() -> None:
    """Waivers that outlive what they waive would hide the next mistake."""
    stale = Waiver("islands", "douyin", WHY)
    (check,) = quality.waive([FOUND], [stale])
    assert ((ROW,), (stale,), False) == (check.rows, check.stale, check.passed)


def test_a_waiver_of_an_unknown_check_is_an_error() -> None:
    """A misspelt name would waive nothing, in silence."""
    with pytest.raises(InputError) as caught:
        quality.waive([FOUND], [Waiver("island", "kuaishou", WHY)])
    assert "island" in caught.value.what.en


@pytest.fixture
def queries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in place of `queries/qc/`."""
    folder = tmp_path / "queries" / "qc"
    folder.mkdir(parents=True)
    monkeypatch.setattr(resources, "data", lambda room: tmp_path / room)
    return folder


HEADER = "# title(zh): 题\n# title(en): t\n# description(zh): 述\n# description(en): d\n"


@pytest.mark.parametrize(
    "body", ["SELECT ?node WHERE {", "SELECT ?x WHERE { ?x ?y ?z }", "ASK { ?x ?y ?z }"]
)
def test_a_query_that_can_not_be_used_is_named(queries: Path, body: str) -> None:
    """Who writes a new check is told which file is at fault."""
    (queries / "new.rq").write_text(HEADER + body, encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        quality.query_checks(ox.Store())
    assert "queries/qc/new.rq" in caught.value.where


@pytest.mark.parametrize(
    "turtle", ["@prefix", "[] a <http://www.w3.org/ns/earl#Assertion> .", None]
)
def test_waivers_that_can_not_be_used_are_an_error(queries: Path, turtle: str | None) -> None:
    """No traceback where the file of waivers is broken or gone."""
    if turtle is not None:
        (queries / "waivers.ttl").write_text(turtle, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        quality.waivers()
    assert "waivers.ttl" in caught.value.where
