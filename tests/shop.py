"""A shop that checks copies of a plan, each only once."""

from trustkg.framework import Framework
from trustkg.plans import Vocabulary, read_bytes
from trustkg.repairs import Checked, Workshop
from trustkg.validation import ENGINES, RuleSet, validate


class Shop:
    """Reads and validates plans, and remembers what came of it."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.rules = RuleSet.load()
        self.vocabulary = Vocabulary.of(framework)
        self.workshop = Workshop(framework, self.rules)
        self._engine = ENGINES["pyshacl"](framework, self.rules)
        self._known: dict[bytes, Checked] = {}

    def __call__(self, data: bytes) -> Checked:
        """Return what is found in the bytes of a YAML file."""
        if data not in self._known:
            plan = read_bytes("plan.yaml", data, self.framework, self.vocabulary)
            report = validate(plan, self.rules, self.framework, engine=self._engine)
            self._known[data] = Checked(data, plan, report)
        return self._known[data]
