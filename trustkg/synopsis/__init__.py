"""What a plan comes to, held against the framework: for reports and for comparing versions.

`outline` reads a plan's graph into plain values, `coverage` tells which sub-dimensions of trust
it works on and by what, `grounds` which statements a measure rests on, `next_steps` what the
framework would have its makers do next, and `compare` what changed from one version to another.
"""

from trustkg.synopsis.compare import (
    Change,
    Checked,
    Comparison,
    ItemChange,
    LinkChange,
    compare,
)
from trustkg.synopsis.coverage import Cell, Coverage, Link, LinkBasis, Row, coverage
from trustkg.synopsis.grounds import Grounds, grounds
from trustkg.synopsis.next_steps import NextSteps, Remedy, Suggestion, Task, Watch, next_steps
from trustkg.synopsis.outline import (
    Claim,
    Evidence,
    Exclusion,
    Kpi,
    Measure,
    Offer,
    Outline,
    Phase,
    Quantity,
    Waiver,
    outline,
)

__all__ = [
    "Cell",
    "Change",
    "Checked",
    "Claim",
    "Comparison",
    "Coverage",
    "Evidence",
    "Exclusion",
    "Grounds",
    "ItemChange",
    "Kpi",
    "Link",
    "LinkBasis",
    "LinkChange",
    "Measure",
    "NextSteps",
    "Offer",
    "Outline",
    "Phase",
    "Quantity",
    "Remedy",
    "Row",
    "Suggestion",
    "Task",
    "Waiver",
    "Watch",
    "compare",
    "coverage",
    "grounds",
    "next_steps",
    "outline",
]
