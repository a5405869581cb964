"""The mechanism as a graph: chains of influence, and the layout of its map.

The only importer of networkx. `Mechanism` follows influence statements from one term to another;
`layout` places the whole argument in columns. Neither closes influence transitively: a chain
is a sequence of the paper's (or the project's) statements, not a new one.
"""

from trustkg.mechanism.chains import Chain, Link, Mechanism, statement_graph
from trustkg.mechanism.layout import layout
from trustkg.mechanism.shapes import Box, Edge, Line, Map, Point

__all__ = [
    "Box",
    "Chain",
    "Edge",
    "Line",
    "Link",
    "Map",
    "Mechanism",
    "Point",
    "layout",
    "statement_graph",
]
