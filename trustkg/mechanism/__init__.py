"""The mechanism as a graph: chains of influence, views over them, and the layout of its map.

The only importer of networkx. `Mechanism` follows influence statements from one term to another;
`routes`, `impact`, `leverage` and `cycles` look at the whole, and `export` writes it for other
programs; `layout` places the argument in columns. None closes influence transitively: a chain
is a sequence of the paper's (or the project's) statements, not a new one.
"""

from trustkg.mechanism.chains import Chain, Link, Mechanism, Sign, statement_graph
from trustkg.mechanism.cycles import ClaimedLoop, Cycle, Cycles, Feedback, cycles
from trustkg.mechanism.export import export
from trustkg.mechanism.impact import Impact, OutcomeLeft, Pair, impact
from trustkg.mechanism.layout import layout
from trustkg.mechanism.leverage import Lever, Leverage, leverage
from trustkg.mechanism.routes import Reach, Routes, routes
from trustkg.mechanism.shapes import Box, Edge, Line, Map, Point

__all__ = [
    "Box",
    "Chain",
    "ClaimedLoop",
    "Cycle",
    "Cycles",
    "Edge",
    "Feedback",
    "Impact",
    "Lever",
    "Leverage",
    "Line",
    "Link",
    "Map",
    "Mechanism",
    "OutcomeLeft",
    "Pair",
    "Point",
    "Reach",
    "Routes",
    "Sign",
    "cycles",
    "export",
    "impact",
    "layout",
    "leverage",
    "routes",
    "statement_graph",
]
