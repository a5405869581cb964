"""The compiler: a shapes graph → SPARQL that finds what breaks the shapes.

The texts run on any SPARQL 1.1 store; `trustkg.validation.compiled` runs them on Oxigraph.
"""

from trustkg.validation.compiler.build import compile_shapes
from trustkg.validation.compiler.cache import compile_folder
from trustkg.validation.compiler.model import CompiledConstraint, CompiledShapes, Mode

__all__ = ["CompiledConstraint", "CompiledShapes", "Mode", "compile_folder", "compile_shapes"]
