"""Reads the pages of a built site as a browser would, for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

LOADING = {
    "script": "src", "img": "src", "iframe": "src", "source": "src", "audio": "src", "video": "src", "embed": "src",
    "object": "data", "use": "href", "image": "href", "input": "src",
}  # fmt: skip
"""Element → the attribute that makes a browser fetch something. Links of kind stylesheet and icon load as well."""
_VOID = {"meta", "link", "br", "img", "input", "hr", "source", "embed"}


@dataclass
class Element:
    """A start tag with its attributes and the text directly inside."""

    name: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Document(HTMLParser):
    """A page: its elements in order. Text of scripts and styles counts as text of the element."""

    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().name != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].text += data

    def all(self, name: str) -> list[Element]:
        """Return all elements of a name."""
        return [element for element in self.elements if element.name == name]

    @property
    def ids(self) -> list[str]:
        """The ids of the page."""
        return [element.attributes["id"] for element in self.elements if "id" in element.attributes]

    def metas(self, name: str) -> list[str]:
        """Return what the head says under a name."""
        return [one.attributes.get("content", "") for one in self.all("meta") if one.attributes.get("name") == name]

    def loads(self) -> list[str]:
        """Return every address that a browser fetches for this page."""
        found = [
            element.attributes[LOADING[element.name]]
            for element in self.elements
            if element.name in LOADING and LOADING[element.name] in element.attributes
        ]
        kinds = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch"}
        links = (element.attributes for element in self.all("link"))
        return found + [link["href"] for link in links if kinds & set(link.get("rel", "").split())]

    def links(self) -> list[str]:
        """Return every address that a reader or a program can follow."""
        return [
            element.attributes["href"]
            for element in self.elements
            if element.name in {"a", "link"} and "href" in element.attributes
        ]


def read_page(path: Path) -> Document:
    """Read a page."""
    document = Document()
    document.feed(path.read_text(encoding="utf-8"))
    document.close()
    return document


def target(page: Path, address: str) -> tuple[Path, str] | None:
    """Return the file and the anchor that a relative address leads to; None for an address elsewhere."""
    if "://" in address or address.startswith(("mailto:", "data:")):
        return None
    place, anchor = urldefrag(address)
    return (page.parent / unquote(place)).resolve() if place else page, unquote(anchor)
