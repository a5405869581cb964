"""`trustkg explain`: what it says, in which format, and with which exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from trustkg.cli import ui
from trustkg.cli.app import application
from trustkg.errors import AmbiguousTermError, InputError, TrustKGError, UnknownTermError
from trustkg.framework import Framework
from trustkg.language import Language
from trustkg.vocab import BASE, PROV


@pytest.fixture(autouse=True)
def loaded_once(framework: Framework, monkeypatch: pytest.MonkeyPatch) -> None:
    """The framework is immutable, so that one serves every command of this file."""
    monkeypatch.setattr(Framework, "load", lambda: framework)


def explain(*arguments: str) -> Result:
    """Run the command in English, whose texts are in the code."""
    app = application(ui.make(Language.EN))
    return CliRunner().invoke(app, ["explain", *arguments], standalone_mode=False)


def test_an_inferred_link_is_explained_down_to_its_sources() -> None:
    """The reader sees both statements, who says each, the paper's words, and the reason."""
    done = explain("算法透明度", "influences", "平台信任")
    assert 0 == done.return_value
    lines = done.output.splitlines()
    assert "algorithm transparency influences platform trust" == lines[0]
    assert "doesn't follow from the paper alone" in lines[1]
    assert "p021" in lines[1]
    assert "  ├─ algorithm transparency strengthens technology trust" in lines
    assert "  └─ platform trust has part technology trust" in lines
    assert "Paper §3.3" in done.output
    assert "「三是技术信任」 · s3-3-03" in done.output
    assert "Reason: 3.3 lists algorithm transparency" in done.output
    assert "X influences Y" in lines[2]


def test_what_the_paper_says_is_told_apart_from_what_follows() -> None:
    """Saying and entailing are two things, and the project's inference a third."""
    said = explain("内容真实性 影响 用户信任").output
    assert "The paper says so itself." in said
    follows = explain("professionalTrust isPartOf userTrust").output
    assert "follows from what the paper says" in follows
    inferred = explain("contentAuthenticity strengthens personalityTrust").output
    assert "the project infers it" in inferred


def test_a_path_reaches_what_its_statements_do_by_inference() -> None:
    """That a path reaches a risk is entailed by one statement, which says something else."""
    output = explain("pathReducePerceivedRisk reaches informationRisk").output
    assert "The paper says so itself." not in output
    assert "follows from what the paper says" in output


def test_every_proof_is_shown_where_wanted() -> None:
    """`--all` numbers them; without it the reader learns that there are more."""
    best = explain("professionalTrust isPartOf userTrust").output
    assert "--all shows them" in best
    every = explain("professionalTrust isPartOf userTrust", "--all").output
    assert "Proof 1 of " in every
    assert "Proof 2 of " in every
    assert "--all shows them" not in every


def test_nothing_links_them() -> None:
    """A link that doesn't hold is said not to, with what there is on either side."""
    done = explain("contentAuthenticity influences purchaseRate")
    assert 1 == done.return_value
    assert done.output.startswith("Nothing says or entails: content authenticity influences")
    assert "What there is from content authenticity:\n  ├─ content authenticity" in done.output
    assert " influences purchase rate\n" in done.output.partition("What there is to")[2]


def test_the_paper_s_own_links_come_first_among_the_nearest() -> None:
    """What is offered instead is ordered by who says it, and marked."""
    done = explain("contentAuthenticity influences purchaseRate", "--format", "json")
    (answer,) = json.loads(done.output)
    standing = [x["rests_on"] == "paper" for x in answer["from_subject"]]
    assert sorted(standing, reverse=True) == standing
    assert {True, False} == set(standing)
    inferred = explain("contentAuthenticity influences purchaseRate", "--only-paper")
    assert "(with the project's inference)" not in inferred.output


def test_only_paper_leaves_the_project_out() -> None:
    """What holds by the project's inference alone does not hold, and the reader learns why."""
    done = explain("contentAuthenticity influences personalityTrust", "--only-paper")
    assert 1 == done.return_value
    assert "leave --only-paper out" in done.output
    assert "project's inference)" not in done.output


def test_without_a_relation_every_one_is_explained() -> None:
    """Two terms: what links them in either direction, the same reason told once."""
    output = explain("主播信任", "社交信任").output
    assert "host trust precedes social trust" in output
    assert "social trust feeds back to host trust" in output
    assert "is fed back" not in output
    signed = explain("hostTrust informationRisk").output.splitlines()
    assert {"host trust influences information risk", "host trust weakens information risk"} <= {
        *signed[:2]
    }
    assert 1 == sum(line.endswith(" · s5-1-11") for line in signed)


def test_two_terms_that_nothing_links() -> None:
    """Without a relation, too, the answer is a plain no."""
    done = explain("returnRate trustConstructionTheory")
    assert 1 == done.return_value
    assert done.output.startswith("Nothing links return rate and ")


@pytest.mark.parametrize("name", ["s5-1-11", "statement/s5-1-11", f"{BASE}statement/s5-1-11"])
def test_a_statement_is_shown_with_its_source(name: str) -> None:
    """The sentence, who says so, where, in which words, and what follows from it alone."""
    done = explain(name)
    assert 0 == done.return_value
    assert "host trust weakens information risk" == done.output.splitlines()[0]
    assert "The paper says so itself." in done.output
    assert "Paper §5.1 paragraph 1 · stated · 「主播信任能够有效降低信息风险」" in done.output
    assert "─ host trust influences information risk" in done.output


def test_a_statement_of_the_project_has_its_reason() -> None:
    """Nobody may take it for the paper's; without the project there is nothing to show."""
    assert "The paper doesn't say so: the project infers it." in explain("p001").output
    done = explain("p001", "--only-paper")
    assert 1 == done.return_value
    assert "p001 is the project's" in done.output


def test_json() -> None:
    """Programs read the same: verdict, statements with sources, and the tree."""
    done = explain("algorithmTransparency influences platformTrust", "--format", "json")
    (answer,) = json.loads(done.output)
    assert (True, "paper-and-project") == (answer["holds"], answer["rests_on"])
    (proof,) = answer["proofs"]
    paper, project = proof["statements"]
    assert ("3.3", "「三是技术信任」") == (paper["section"], f"「{paper['quote']}」")
    assert (None, "project") == (project["quote"], project["says"])
    assert project["rationale"]["zh"]
    leaves = [node["statement"] for node in proof["tree"]["below"]]
    assert {paper["id"], project["id"]} == set(leaves)
    assert "prp-spo2" == proof["tree"]["rule"]


def test_json_where_nothing_links_them() -> None:
    """The answer is a value, not an empty output."""
    done = explain("contentAuthenticity influences purchaseRate", "--format", "json")
    (answer,) = json.loads(done.output)
    assert (1, False) == (done.return_value, answer["holds"])
    links = [(x["relation"], x["object"]) for x in answer["from_subject"]]
    assert ("influences", "userTrust") in links
    statement = json.loads(explain("s5-1-11", "-f", "json").output)
    assert {"subject": "hostTrust", "relation": "weakens", "object": "informationRisk"} in (
        statement["entails"]
    )


def test_turtle_says_what_was_derived_from_what() -> None:
    """The provenance of an inferred triple, in the words of PROV-O."""
    done = explain("algorithmTransparency influences platformTrust", "--format", "ttl")
    triples = list(ox.parse(done.output, format=ox.RdfFormat.TURTLE))
    derived = {
        triple.object.value.removeprefix(BASE)
        for triple in triples
        if PROV + "wasDerivedFrom" == triple.predicate.value
        if isinstance(triple.object, ox.NamedNode) and isinstance(triple.subject, ox.BlankNode)
    }
    assert {"statement/s3-3-03", "statement/p021"} == derived
    assert explain("s5-1-11", "-f", "ttl").output.count("wasDerivedFrom") > 1


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("主播信认 影响 商品信任", UnknownTermError),
        ("服务信任 影响 用户信任", AmbiguousTermError),
        ("主播信任 吃掉 商品信任", InputError),
        ("主播信任", InputError),
        ("p9999", UnknownTermError),
    ],
)
def test_unknown_names_are_house_errors(text: str, error: type[TrustKGError]) -> None:
    """The entry point turns these into two lines and exit code 2."""
    assert isinstance(explain(text).exception, error)


def test_the_process_ends_with_two_on_an_unknown_name() -> None:
    """Not found out and found not to hold are told apart by the exit code."""
    line = [sys.executable, "-m", "trustkg", "explain", "主播信认 影响 商品信任", "--lang", "en"]
    done = subprocess.run(line, capture_output=True, encoding="utf-8", check=False)
    assert (2, "") == (done.returncode, done.stdout)
    assert "Traceback" not in done.stderr


def test_nothing_heavy_is_loaded() -> None:
    """The answer needs the store and nothing else, so that it comes at once."""
    code = (
        "import sys\n"
        "from trustkg.cli import app, ui\n"
        "app.application(ui.make(ui.Language.EN)).main(['explain', 'p001'], standalone_mode=False)\n"
        "sys.exit(bool({'rdflib', 'owlready2', 'networkx', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert (0, b"") == (done.returncode, done.stderr)


@pytest.mark.parametrize("language", list(Language))
def test_every_statement_can_be_explained(framework: Framework, language: Language) -> None:
    """None is refused for who it is attributed to, and each attribution is told."""
    from trustkg.cli.explain_text import Page
    from trustkg.explanation import about

    said: list[str] = []
    texts = ui.make(language)
    page = Page(_Recorder(language, texts._, said), framework)
    for statement in framework.statements.values():
        said.clear()
        page.statement(about(framework, statement), ())
        text = "\n".join(said)
        for id in statement.attributed_to:
            work = framework.references.get(id)
            assert (f"[{work.number}]" if work else framework.label(id)[language]) in text


class _Recorder(ui.Ui):
    """Keeps what is said instead of printing it."""

    def __init__(self, language: Language, _: Callable[[str], str], said: list[str]) -> None:
        super().__init__(language, _)
        object.__setattr__(self, "said", said)

    def say(self, text: str) -> None:
        self.said.append(text)  # type: ignore[attr-defined]


def test_a_theory_is_no_finding_of_a_cited_work() -> None:
    """What is said after a theory is told apart from what a cited work found."""
    text = explain("s2-1-1-08").output
    assert "After social exchange theory" in text
    assert "the finding of the work" not in text
