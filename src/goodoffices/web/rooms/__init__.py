"""The mediation room in a browser: pages and forms over the journal, and nothing else.

Every page works without scripts; one small script of our own tells of news. There is no third-party code in a page.
"""

from goodoffices.web.rooms.app import application

__all__ = ["application"]
