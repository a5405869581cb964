"""The literature as citations: the paper, its references, the dataset, single terms and claims.

`everything` and `cited` make `Work`s out of the graph; `write` turns works into BibTeX, RIS,
CSL-JSON or plain references. All are pure: a framework in, values and text out.
"""

from trustkg.literature.formats import FORMATS, Format, write
from trustkg.literature.works import Name, Work, cited, dataset, everything, paper

__all__ = ["FORMATS", "Format", "Name", "Work", "cited", "dataset", "everything", "paper", "write"]
