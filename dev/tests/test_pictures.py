# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The pictures of the guide: how they are taken, and that the guide shows them."""

import io
import json
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from dev import browser, demo_site, packages, pictures, place, screenshots
from dev.trouble import Trouble

CHECKOUT = place.locate().checkout
FOLDER = CHECKOUT / screenshots.FOLDER
ADDON = CHECKOUT / "imap_contact_sync"
PAGE = FOLDER / "index.html"
LIMIT = 2560 * 1024 * 1024  # octets: what Odoo's limit_memory_hard is by default


def shown_in_guide() -> set[Path]:
    """The files that the fragments of the guide show."""
    return {
        (fragment.parent / link).resolve()
        for fragment in (ADDON / "readme").glob("*.md")
        for link in re.findall(r"!\[[^]]+\]\(([^)]+)\)", fragment.read_text())
    }


def shown_in_store() -> set[Path]:
    """The files that the page of the app store shows."""
    return {FOLDER / name for name in re.findall(r'src="([^"]+)"', PAGE.read_text())}


def test_every_picture_is_there_small_and_shown() -> None:
    taken = {FOLDER / f"{name}.png" for name in pictures.PICTURES}
    assert {path for path in taken if not path.is_file()} == set()
    assert [path for path in taken if path.stat().st_size > pictures.LARGEST] == []
    assert taken == shown_in_guide()
    assert shown_in_store() <= taken


def test_the_page_of_the_store_has_nothing_that_it_refuses() -> None:
    page = PAGE.read_text()
    assert not re.search(
        r"<(script|style|link|iframe|form)\b|https?:|//|\son\w+=", page
    )
    assert page.count("<img") == len(re.findall(r'alt="[^"]+"', page))


def test_pictures_get_small_and_stay_alike() -> None:
    image = Image.new("RGB", (300, 200))
    image.putdata([(x, y, (x * y) % 256) for y in range(200) for x in range(300)])
    stream = io.BytesIO()
    image.save(stream, "PNG")
    png = demo_site.small(stream.getvalue())
    again = Image.open(io.BytesIO(png))
    assert len(png) < len(stream.getvalue())
    assert again.size == image.size
    assert len(again.getcolors()) <= demo_site.COLOURS
    assert demo_site.small(stream.getvalue()) == png


def test_a_part_has_a_margin_inside_the_window() -> None:
    box = browser.with_margin(100, 5, 50, 20)
    assert (box["x"], box["y"]) == (100 - browser.MARGIN, 0)
    assert box["x"] + box["width"] == 150 + browser.MARGIN
    assert box["y"] + box["height"] == 25 + browser.MARGIN


def test_a_browser_that_ends_is_told(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as child:
        child.wait()
        with pytest.raises(Trouble, match="did not start"):
            browser.port_of(tmp_path, child)


@pytest.fixture(name="page", scope="module")
def _page():
    program = packages.find_browser()
    if not program:
        pytest.skip("Chromium is not installed.")
    with browser.opened(program) as page:
        yield page


def test_the_browser_starts_in_the_limits_that_odoo_sets_itself() -> None:
    program = packages.find_browser()
    if not program:
        pytest.skip("Chromium is not installed.")
    soft, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT, most))
    try:
        with browser.opened(program) as page:
            assert page.run("return document.readyState;") == "complete"
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, most))


def test_elements_are_found_by_their_text(page: browser.Page) -> None:
    text = """He said "it's"""
    page.run(
        "document.body.innerHTML = '<b>one</b><b></b>';"
        f"document.querySelectorAll('b')[1].textContent = {json.dumps(text)};"
    )
    page.until(demo_site.found("b", text))
    assert page.run(f"return {demo_site.found('b', text)}.textContent;") == text
    assert page.run(f"return {demo_site.found('b', 'two')};") is None


def test_a_picture_has_the_size_of_what_it_shows(page: browser.Page) -> None:
    page.resize(400, 300)
    page.run(
        "document.body.innerHTML = '<p style=\"position: absolute; margin: 0;"
        " left: 50px; top: 40px; width: 100px; height: 60px\"></p>';"
    )
    assert Image.open(io.BytesIO(page.picture())).size == (400, 300)
    part = Image.open(io.BytesIO(page.picture("p")))
    assert part.size == (100 + 2 * browser.MARGIN, 60 + 2 * browser.MARGIN)


def test_what_fails_in_the_page_is_told(
    page: browser.Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Trouble, match="no such thing"):
        page.run("throw new Error('no such thing');")
    monkeypatch.setattr(browser, "PATIENCE", 0.5)
    with pytest.raises(Trouble, match="Not in time: never"):
        page.until("never")
