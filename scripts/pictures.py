"""Take the README's pictures of a built example place: ``make pictures`` after ``make demo``."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser
from tests import services
from tests.web import real_browser

from oneplace.run import current
from oneplace.web import application, create_demo_user

INTO = Path(__file__).parents[1] / "docs" / "images"
WIDTH = 1100
PAGES = {
    "home": ("/", 1560),
    "ambition": ("/ambitions/LW9", 1900),
    "whatif": ("/whatif/acute?scenario=more_d2a", 1720),
}
BRIEF = (1, 5)
BUSY = 503
PATIENCE, AGAIN = 300_000, 5_000
"""Milliseconds: the first what-if waits for the simulator."""


def main(place: Path) -> None:
    """Each page's first screens, and two pages of the brief side by side."""
    name, password = create_demo_user(place, "pictures")
    with services.chromium() as browser, real_browser.serving(application(place)) as address:
        save("pack", brief(current(place).pack / "board-brief.pdf"))
        for picture, (path, height) in PAGES.items():
            save(picture, screen(browser, address, path, height, (name, password)))


def screen(browser: Browser, address: str, path: str, height: int, who: tuple[str, str]) -> Image.Image:
    """The top of a page, as somebody sees it who is signed in where it must be."""
    with browser.new_context(viewport={"width": WIDTH, "height": height}, base_url=address) as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(path)
        if "/account/sign-in" in page.url:
            page.get_by_label("Name").fill(who[0])
            page.get_by_label("Password").fill(who[1])
            page.get_by_role("button", name="Sign in").click()
        while (answer := page.goto(path)) and answer.status == BUSY:
            page.wait_for_timeout(AGAIN)
        return Image.open(BytesIO(page.screenshot()))


def brief(document: Path) -> Image.Image:
    """Pages of a document beside each other, framed."""
    pages = [pypdfium2.PdfDocument(document)[number - 1].render(scale=1).to_pil() for number in BRIEF]
    both = Image.new("RGB", (sum(page.width + 1 for page in pages), pages[0].height), "silver")
    for number, page in enumerate(pages):
        both.paste(page, (number * (page.width + 1), 0))
    return both


def save(name: str, picture: Image.Image) -> None:
    """Write a picture with few colours: it is text and lines."""
    picture.convert("RGB").quantize(128).save(INTO / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
