"""The static site: `Framework` → pages → folder. The only importer of jinja2.

`site` yields pages, `write` puts them in a folder all at once or not at all.
"""

from trustkg.publish.press import Page
from trustkg.publish.site import site
from trustkg.publish.writer import Written, write

__all__ = ["Page", "Written", "site", "write"]
