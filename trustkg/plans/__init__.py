"""Plans: one reader per format, each into a graph that knows where everything stands."""

from trustkg.plans.files import read, read_bytes
from trustkg.plans.model import Place, Plan, Position, Problem
from trustkg.plans.refusal import PlanError
from trustkg.plans.vocabulary import Vocabulary

__all__ = ["Place", "Plan", "PlanError", "Position", "Problem", "Vocabulary", "read", "read_bytes"]
