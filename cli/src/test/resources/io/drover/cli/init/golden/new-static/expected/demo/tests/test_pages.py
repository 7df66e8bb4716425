"""Does every page lead only to what is there?"""

from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "html"
PAGES = sorted(ROOT.rglob("*.html"))


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name in ("href", "src")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_leads_only_to_what_is_there(page):
    for link in Links(page.read_text()).found:
        if "://" not in link and not link.startswith(("#", "mailto:")):
            base = ROOT if link.startswith("/") else page.parent
            assert (base / link.lstrip("/").split("#")[0]).exists(), link


def test_there_is_a_first_page():
    assert ROOT / "index.html" in PAGES
