"""trustkg: the trust mechanism of short-video commerce as a knowledge graph.

The knowledge is in Turtle, SHACL and SPARQL files; this package loads, checks, runs and
publishes them. `trustkg.framework.Framework.load()` is where to start.
"""

__version__ = "0.2.0"
