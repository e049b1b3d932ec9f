"""Reading Markdown for the tests of documents: blocks, links, anchors, inline code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r"^(?P<indent> *)```(?P<kind>\w*)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[(?:[^\]\[]|\[[^\]]*\])*\]\((?P<to>[^)\s]+)\)")
_CODE = re.compile(r"(?<!`)`(?P<text>[^`\n]+)`(?!`)")


@dataclass(frozen=True)
class Block:
    """A fenced block."""

    path: Path
    line: int
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}"


def documents() -> list[Path]:
    """Return all Markdown files that a reader of the repository meets."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / ".github").rglob("*.md")]
    return sorted(found)


def blocks(path: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a document, without their indent."""
    text = path.read_text(encoding="utf-8")
    for match in _BLOCK.finditer(text):
        lines = match["text"].splitlines(keepends=True)
        body = "".join(line.removeprefix(match["indent"]) for line in lines)
        yield Block(path, text.count("\n", 0, match.start()) + 1, match["kind"], body)


def prose(path: Path) -> str:
    """Return a document without its fenced blocks."""
    return _BLOCK.sub("", path.read_text(encoding="utf-8"))


def links(path: Path) -> list[str]:
    """Return the targets of all links and pictures."""
    return [match["to"] for match in _LINK.finditer(_CODE.sub("", prose(path)) if path.suffix == ".md" else "")]


def inline_code(path: Path) -> list[str]:
    """Return all inline code."""
    return [match["text"] for match in _CODE.finditer(prose(path))]


def anchors(path: Path) -> set[str]:
    """Return the anchors that GitHub gives to the headings."""
    found: Counter[str] = Counter()
    names = set()
    for match in re.finditer(r"^#{1,6} (.+?)\s*$", prose(path), re.MULTILINE):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", match[1]).replace("`", "").lower()
        name = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        names.add(f"{name}-{found[name]}" if found[name] else name)
        found[name] += 1
    return names


def steps(block: Block) -> Iterator[tuple[str, str]]:
    """Yield the commands of a console block, each with the output that the document shows."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def pattern(output: str) -> re.Pattern[str]:
    """Return what an output must match: `…` on a line of its own is any lines, within a line any text."""
    parts = []
    for line in output.rstrip("\n").splitlines():
        if line.strip() == "…":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(r".*?".join(map(re.escape, line.rstrip().split("…"))) + r" *\n")
    return re.compile("".join(parts))
