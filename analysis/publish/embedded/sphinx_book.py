"""The Sphinx side of the embedded renderer: numbered figures and tables, anchors, search."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.utils import urischemes
from sphinx.application import Sphinx
from sphinx.search import SearchLanguage
from sphinx.search._stopwords.en import ENGLISH_STOPWORDS
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from analysis.model.letters import fold


class numbered_table(nodes.figure):  # noqa: N801 - docutils names nodes in lower case
    """A table of any content, numbered as a table."""


class Numbered(SphinxDirective):
    """Any content as a numbered figure or table; its last paragraph is the caption."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        "kind": lambda text: directives.choice(text, ("figure", "table"))
    }

    def run(self) -> list[nodes.Node]:
        """Make the node."""
        box = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, box)
        last = box.children.pop()
        node = nodes.figure() if self.options["kind"] == "figure" else numbered_table()
        node += [*box.children, nodes.caption(last.rawsource, "", *last.children)]
        self.set_source_info(node)
        node["names"] = [self.arguments[0]]
        self.state.document.note_explicit_target(node, node)
        return [node]


def _html(
    name: str, rawtext: str, text: str, *rest: Any
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    return [nodes.raw(rawtext, nodes.unescape(text, True), format="html")], []


class FoldedSearch(SearchLanguage):
    """Search that finds Vietnamese names typed without diacritics: "da nang", "hue"."""

    lang = "en"
    language_name = "English, without diacritics"
    stopwords = ENGLISH_STOPWORDS
    # The same folding for what the reader types.
    js_stemmer_code = """
var Stemmer = function () {
  this.stemWord = (word) =>
    word.normalize("NFD").replace(/[\\u0300-\\u036f]/g, "").replace(/đ/g, "d");
};
"""

    def stem(self, word: str) -> str:
        """The word in lower case and without diacritics."""
        return fold(word).lower()


def _source_of_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Edit links lead to the chapter itself, not to the text made from it."""
    suffixes: dict[str, str] = app.config.chapter_suffixes
    if pagename in suffixes:
        context["page_source_suffix"] = suffixes[pagename]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    # A text that looks like an address becomes a link by itself: only one of the web may.
    for scheme in urischemes.schemes.keys() - {"http", "https"}:
        del urischemes.schemes[scheme]
    app.add_config_value("chapter_suffixes", {}, "html")
    app.add_directive("numbered", Numbered)
    app.add_role("html", _html)
    app.add_enumerable_node(
        numbered_table,
        "table",
        html=(HTML5Translator.visit_figure, HTML5Translator.depart_figure),
    )
    app.add_search_language(FoldedSearch)
    app.connect("html-page-context", _source_of_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
