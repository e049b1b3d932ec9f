"""The site without a browser: what stands in the files. The tiny dataset holds a hostile label."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kg.built import Built
from kg.network import make_network, measures
from kg.site.content import Content
from kg.site.links import PAGE_KINDS
from kg.site.moves import main_episode, read_story
from kg.site.table_texts import table_text
from kg.site.view import json_block
from tests.pages import Document, read_page, target

HOSTILE = "</script><img src=x onerror=alert(1)>"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def site(tiny_dist: Path) -> Path:
    return tiny_dist / "site"


@cache
def pages_of(site: Path) -> dict[Path, Document]:
    return {path: read_page(path) for path in sorted(site.rglob("*.html"))}


def full_pages(site: Path) -> dict[Path, Document]:
    """All pages but the front door, the page for what is missing and the drawing to embed."""
    return {path: page for path, page in pages_of(site).items() if path.parent != site and path.parent.name != "embed"}


def test_a_hostile_label_is_text_on_every_page(site: Path) -> None:
    shown = 0
    for path, page in pages_of(site).items():
        assert [one for one in page.all("img") if one.attributes.get("src") == "x"] == [], path
        assert not [one for one in page.elements for name in one.attributes if name.startswith("on")], path
        shown += sum(HOSTILE in one.text for one in page.elements)
    assert shown > 2, "the label must be seen as text"


def test_json_in_a_page_cannot_end_its_script() -> None:
    block = str(json_block({"label": HOSTILE, "more": "<!--\u2028"}))
    assert not {"<", ">", "&", "\u2028"} & set(block)
    assert json.loads(block) == {"label": HOSTILE, "more": "<!--\u2028"}


def test_every_link_and_anchor_leads_somewhere(site: Path) -> None:
    pages, missing = pages_of(site), []
    for path, page in pages.items():
        for address in {*page.links(), *page.loads()}:
            found = target(path, address)
            if found is None:
                continue
            file, anchor = found
            if path.name == "404.html" and site not in file.parents:
                continue  # it is shown in any folder, and tries its style from several depths
            if not file.is_file():
                missing.append(f"{path.relative_to(site)}: {address}")
            elif anchor and "=" not in anchor and file in pages and anchor not in pages[file].ids:
                missing.append(f"{path.relative_to(site)}: {address} (no such anchor)")
    assert missing == []


def test_no_page_loads_from_elsewhere(site: Path) -> None:
    for path, page in pages_of(site).items():
        assert [address for address in page.loads() if "//" in address or address.startswith("/")] == [], path
    for path in (site / "assets").rglob("*.css"):
        assert re.findall(r"@import|url\(\s*['\"]?(?!data:|#)", path.read_text(encoding="utf-8")) == [], path


def test_the_policy_forbids_inline_scripts_styles_and_other_hosts(site: Path) -> None:
    for path, page in pages_of(site).items():
        (policy,) = [
            one.attributes["content"]
            for one in page.all("meta")
            if one.attributes.get("http-equiv") == "Content-Security-Policy"
        ]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "//" not in policy
        scripts = [one for one in page.all("script") if "src" not in one.attributes]
        assert {one.attributes["type"] for one in scripts} <= {"application/ld+json", "application/json"}, path
        assert page.all("style") == [], path
        assert [one.name for one in page.elements if "style" in one.attributes] == [], path


def test_every_page_says_its_language_title_and_twin(site: Path) -> None:
    for path, page in full_pages(site).items():
        language = path.relative_to(site).parts[0]
        (html,) = page.all("html")
        assert html.attributes["lang"] == {"zh": "zh-Hans", "en": "en"}[language], path
        head = [one.text for one in page.all("title") if "百模图谱" in one.text or "Baimo" in one.text]
        assert len(head) == 1, path
        metas = {
            one.attributes.get("name") or one.attributes.get("property"): one.attributes for one in page.all("meta")
        }
        assert metas["description"]["content"].strip(), path
        assert metas["og:title"]["content"].strip(), path
        assert "user-scalable" not in metas["viewport"]["content"]
        alternates = {one.attributes["hreflang"] for one in page.all("link") if "hreflang" in one.attributes}
        assert alternates == {"zh-Hans", "en"}, path
        assert len(page.all("h1")) == 1, path
        assert max(Counter(page.ids).values()) == 1, path
    twins = [path for path in full_pages(site) if path.relative_to(site).parts[0] == "zh"]
    assert [path for path in twins if not (site / "en" / path.relative_to(site / "zh")).is_file()] == []


def test_text_in_the_other_language_is_marked(site: Path) -> None:
    """A Chinese label on an English page says that it is Chinese, so that glyphs and voices are right."""
    page = read_page(site / "en" / "organization" / "du-xiaoman.html")
    marked = [one for one in page.all("span") if "度小满" in one.text]
    assert marked
    assert {one.attributes.get("lang") for one in marked} == {"zh-Hans"}


def test_every_entity_has_a_page_and_its_data(site: Path, tiny_built: Built) -> None:
    content = Content(tiny_built)
    for kind in PAGE_KINDS:
        if kind == "region":
            continue
        for name in content.entities[kind]:
            assert (site / "zh" / kind / f"{name}.html").is_file()
            assert (site / "en" / kind / f"{name}.html").is_file()
            about = json.loads((site / "id" / kind / f"{name}.json").read_text(encoding="utf-8"))
            assert about["iri"].startswith("https://w3id.org/baimo/")
            assert (site / "id" / kind / f"{name}.ttl").is_file()
            with (site / "id" / kind / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                assert list(csv.DictReader(file)) is not None


def test_an_entity_page_names_source_locator_and_figure(site: Path) -> None:
    text = (site / "zh" / "model" / "qwen-long.html").read_text(encoding="utf-8")
    assert "0.0005 元/千 tokens" in text
    assert 'href="../../zh/source/press-2024-05-21.html"' in text
    assert "<svg" in text


def test_a_step_chart_needs_no_script_and_tells_its_content_in_words(site: Path) -> None:
    page = read_page(site / "en" / "model" / "qwen-long.html")
    charts = [one for one in page.all("svg") if "steps" in one.attributes.get("class", "").split()]
    assert charts
    assert "CNY" in charts[0].attributes["aria-label"]


def test_the_sentence_of_the_home_page_counts_the_data(site: Path, tiny_built: Built) -> None:
    content = Content(tiny_built)
    episode = main_episode(content)
    assert episode is not None
    story = read_story(content, episode)
    assert story is not None
    (head,) = read_page(site / "en" / "index.html").all("h1")
    assert f"{story.days} day" in head.text
    assert f"{len(story.offerings)} offering" in head.text


def test_the_network_keeps_parallel_relations_and_plain_attributes(tiny_built: Built) -> None:
    graph = make_network(tiny_built.tables)
    assert graph.is_multigraph()
    assert graph.is_directed()
    kinds = {type(value) for _, data in graph.nodes(data=True) for value in data.values()}
    kinds |= {type(value) for *_, data in graph.edges(data=True) for value in data.values()}
    assert kinds <= {str, int}
    assert all(1 <= one["neighbours"] <= one["degree"] or one["degree"] == 0 for one in measures(graph).values())


def test_the_network_page_draws_with_the_script_of_the_wheel_and_fixed_places(site: Path) -> None:
    page = read_page(site / "zh" / "network.html")
    assert "../assets/vis-network.min.js" in page.loads()
    script = (site / "assets" / "network-zh.js").read_text(encoding="utf-8")
    data = json.loads(script.removeprefix("globalThis.baimoNetwork=").rstrip(";\n"))
    assert data["options"]["physics"] == {"enabled": False}
    assert all("x" in node and "y" in node for node in data["nodes"])
    first = [node for node in data["nodes"] if node.get("first")]
    assert 0 < len(first) <= 40
    assert len(data["nodes"]) <= 1000


def test_downloads_lie_in_the_site_with_the_checksums_of_the_manifest(site: Path) -> None:
    manifest = json.loads((site / "data" / "manifest.json").read_text(encoding="utf-8"))
    text = (site / "en" / "downloads.html").read_text(encoding="utf-8")
    for file in manifest["files"]:
        assert (site / "data" / file["path"]).stat().st_size == file["bytes"]
        assert file["path"].rpartition("/")[2].rpartition(".")[0] in text


def test_feeds_sitemap_robots_and_dataset_can_be_read(site: Path) -> None:
    entries = ElementTree.parse(site / "feed-en.xml").getroot().findall(f"{ATOM}entry")  # noqa: S314  (our own file)
    assert entries
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", entry.findtext(f"{ATOM}updated") or "") for entry in entries)
    places = [one.text or "" for one in ElementTree.parse(site / "sitemap.xml").iter(f"{SITEMAP}loc")]  # noqa: S314
    relative = {place.removeprefix("https://w3id.org/baimo/") for place in places}
    moved = {path for path, page in full_pages(site).items() if "noindex" in page.metas("robots")}
    assert {path.stem for path in moved} == {"qwen-l", "china"}, "old ids, and regions of which nothing is said"
    assert relative == {path.relative_to(site).as_posix() for path in full_pages(site).keys() - moved}
    assert "sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")
    assert (site / "llms.txt").read_text(encoding="utf-8").startswith("# Baimo")
    home = read_page(site / "zh" / "index.html")
    (dataset,) = [one.text for one in home.all("script") if one.attributes.get("type") == "application/ld+json"]
    assert json.loads(dataset)["@type"] == "Dataset"


def test_prices_without_script_stand_with_their_source(site: Path) -> None:
    text = (site / "en" / "prices.html").read_text(encoding="utf-8")
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', text, re.DOTALL)
    assert rows
    assert [row for row in rows if "/source/" not in row] == []
    assert [row for row in rows if "data-value" not in row] == []


def test_every_table_to_download_is_told_in_both_languages(site: Path) -> None:
    manifest = json.loads((site / "data" / "manifest.json").read_text(encoding="utf-8"))
    names = {file["path"].removeprefix("csv/").removesuffix(".csv") for file in manifest["files"]}
    for name in {name for name in names if f"csv/{name}.csv" in {file["path"] for file in manifest["files"]}}:
        words = table_text(name)
        assert words.en, name
        assert any("\u3400" <= mark <= "\u9fff" for mark in words.zh), name


def test_the_about_page_tells_how_well_things_are_witnessed_and_the_rules(site: Path) -> None:
    text = (site / "en" / "about.html").read_text(encoding="utf-8")
    assert "How well it is witnessed" in text
    assert "missing_source" in text


def test_contents_of_an_entity_page_lead_to_its_sections(site: Path) -> None:
    page = read_page(site / "zh" / "model" / "qwen-long.html")
    leads = [one.attributes["href"][1:] for one in page.all("a") if one.attributes.get("href", "").startswith("#")]
    assert {"facts", "prices", "data"} <= set(leads)
    assert set(leads) <= set(page.ids)


def test_a_drawing_has_a_form_for_phones(site: Path) -> None:
    page = read_page(site / "zh" / "model" / "qwen-long.html")
    forms = {one.attributes.get("class", "") for one in page.all("svg")}
    assert {"steps wide-only", "steps narrow-only"} <= forms
