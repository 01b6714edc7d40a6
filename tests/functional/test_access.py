"""Access beyond the types of pages: error pages, frames, previews, print; targets, forced colours, motion, the tree.

What is read out of the main journeys lies as files in aria/, with `#` for figures; a changed page shows the difference.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Locator, Page, expect

from stories.blocks import StoryBody
from tests.functional.conftest import LogIn
from tests.functional.instance import CAMPAIGN, Instance
from tests.functional.places import CAMPAIGN_PATH, DONG_NAI, NOWHERE, page_types
from tests.functional.test_accessibility import COLOURS, LOOKED_AT, SIDEWAYS, WIDEST, violations
from tests.functional.test_counter import MOVES_WITHIN, REMEMBER, numbers_seen, printed
from tests.functional.test_keyboard import tab_to

ARIA = Path(__file__).parent / "aria"
ERRORS = ("400", "403", "403_csrf", "500")  # those of no page: nothing of the request or the database is trusted there
LOOKS = [(width, scheme) for width in LOOKED_AT for scheme in ("light", "dark")]

# What can be pressed and is smaller than 44 px high or 24 px wide; links within a sentence may be as high as its line.
SMALL = """
() => [...document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden])')].filter(
e => {
    if (!e.checkVisibility() || e.closest('.vh, .skip')) return false;
    let block = e.parentElement;
    while (getComputedStyle(block).display === 'inline') block = block.parentElement;
    const own = getComputedStyle(e), over = getComputedStyle(e, '::after');
    if (own.display === 'inline' && block.textContent.trim() !== e.textContent.trim()) return false;
    if (over.content !== 'none' && over.position === 'absolute' && over.inset === '0px') return false; // a whole card
    const { width, height } = (e.closest('label') ?? e).getBoundingClientRect();
    return height < 43.9 || width < 23.9;
}).map(e => `${e.outerHTML.slice(0, 100)} ${JSON.stringify(e.getBoundingClientRect())}`)
"""

# Pictures that say something and have no name, and charts without a table of the same figures.
UNSAID = """
() => [
    ...[...document.querySelectorAll('svg')].filter(e => e.checkVisibility() && !e.closest('[aria-hidden=true]')
        && !(e.getAttribute('role') === 'img'
            && (e.ariaLabel || e.getAttribute('aria-labelledby') || e.querySelector('title')))),
    ...[...document.querySelectorAll('figure.chart')].filter(e => !e.parentElement.querySelector('details table')),
    ...[...document.images].filter(e => !e.hasAttribute('alt')),
].map(e => e.outerHTML.slice(0, 160))
"""


# The reader's own spacing, as WCAG 1.4.12 sets it, and what of the text then lies outside its box or the window.
# Teasers that end after some lines on every screen are no loss.
SPACED = """
() => {
    const style = new CSSStyleSheet();
    style.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
        p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [style];
}
"""
CUT_OFF = """
() => {
    const wide = document.documentElement.clientWidth, cut = [];
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
        const text = words.currentNode, at = text.parentElement, range = document.createRange();
        if (!text.data.trim() || !at.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        if (at.closest('.vh, .skip, svg, .langs__name, .card__lead, .pg__lead')) continue;
        range.selectNodeContents(text);
        const box = range.getBoundingClientRect();
        let over = 0, scrolls = false, rolls = false;
        for (let e = at; e; e = e.parentElement) {
            const { overflowX, overflowY } = getComputedStyle(e), room = e.getBoundingClientRect();
            scrolls ||= /auto|scroll/.test(overflowX);
            rolls ||= /auto|scroll/.test(overflowY);
            if (scrolls || overflowX === 'visible') continue;
            over = Math.max(over, box.right - room.right, room.left - box.left);
            if (!rolls) over = Math.max(over, box.bottom - room.bottom);
        }
        if (!scrolls) over = Math.max(over, box.right - wide, -box.left);
        if (over > 2) cut.push(`${Math.round(over)} px of ${text.data.trim()} in ${at.outerHTML.slice(0, 80)}`);
    }
    return cut;
}
"""


def faults_in_every_look(page: Page) -> list[str]:
    """What axe finds in light and dark on a phone and a desk, and where something scrolls sideways."""
    faults = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        only = COLOURS if scheme == "dark" else ()
        faults += [f"{page.url} {width} {scheme}: {line}" for line in violations(page, only)]
        if page.evaluate(SIDEWAYS):
            faults.append(f"{page.url} {width}: scrolls sideways: {page.evaluate(WIDEST)}")
    return faults


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_has_no_fault_that_axe_knows(page: Page, site: Instance, name: str) -> None:
    body = render_to_string(f"{name}.html")
    page.route(f"**{NOWHERE}", lambda route: route.fulfill(status=int(name[:3]), content_type="text/html", body=body))
    page.goto(NOWHERE)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.btn')).backgroundColor") == "rgb(158, 24, 28)"
    assert faults_in_every_look(page) == []


def test_no_page_beside_the_tree_has_a_fault_that_axe_knows(page: Page, site: Instance) -> None:
    story = site.addresses("stories.storypage")[0]
    addresses = [
        f"{CAMPAIGN_PATH}so-lieu/",
        "/ngoai-tuyen/",
        f"/embed/{CAMPAIGN}/",
        f"/embed/{CAMPAIGN}/?unit=75",
        f"/embed/trang/{site.page_id(story)}/",
    ]
    faults = []
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None and answer.status == 200, address
        faults += faults_in_every_look(page)
    assert not faults, "\n".join(faults)


def test_what_is_closed_or_gone_or_only_for_reading_says_so_accessibly(page: Page, site: Instance) -> None:
    """405 and 410 are made by the site, with its head and foot."""
    page.goto("/")
    page.evaluate("document.body.innerHTML = '<form method=post action=/cau-chuyen/><button>x</button></form>'")
    with page.expect_navigation():
        page.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trang này chỉ để đọc")
    assert faults_in_every_look(page) == []


def test_every_block_that_an_editor_can_choose_has_no_fault(site: Instance, admin: LogIn) -> None:
    page = admin("bientap")
    form = page.request.get(f"/admin/pages/add/stories/storypage/{site.page_id('/cau-chuyen/')}/").text()
    kinds = {type(block).__name__ for block in StoryBody().child_blocks.values()}
    faults: list[str] = []
    seen: set[str] = set()
    for block in sorted(set(re.findall(r"blockdef-\d+", form))):
        address = f"/admin/block-preview/?id={block}"
        kind = re.search(r"<title>[^<]*\((\w+)\)</title>", page.request.get(address).text())
        if kind is not None and kind[1] in kinds - seen:
            seen.add(kind[1])
            page.goto(address)
            faults += [
                f"{kind[1]}: {line}" for line in faults_in_every_look(page) if "page-has-heading-one" not in line
            ]
    assert seen == kinds
    assert not faults, "\n".join(faults)


def test_a_form_that_is_refused_says_why_accessibly(page: Page, site: Instance) -> None:
    page.goto("/admin/login/")
    page.get_by_label("Tên đăng nhập").fill("nguoi-la")
    page.get_by_label("Mật khẩu").fill("sai")
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_text("không khớp")).to_be_visible()
    page.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")
    assert faults_in_every_look(page) == []


@pytest.mark.parametrize("name", ["campaign", "story", "initiative"])
def test_paper_has_no_fault_that_axe_knows(page: Page, site: Instance, name: str) -> None:
    page.goto(page_types(site)[name])
    page.emulate_media(media="print", color_scheme="dark")
    assert violations(page) == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )


def test_everything_that_is_pressed_is_large_enough_and_every_drawing_is_said(page: Page, site: Instance) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    faults = []
    addresses = {**page_types(site), "embed code": f"{CAMPAIGN_PATH}ma-nhung/", "offline": "/ngoai-tuyen/"}
    for name, address in addresses.items():
        page.goto(address)
        faults += [f"{name}: {small}" for small in page.evaluate(SMALL)]
        faults += [f"{name}: {unsaid}" for unsaid in page.evaluate(UNSAID)]
    page.goto("/")
    page.get_by_role("button", name="Mục lục").click()
    faults += page.evaluate(SMALL)
    assert not faults, "\n".join(faults)


def test_at_twice_the_zoom_nothing_is_lost(page: Page, site: Instance) -> None:
    """A desk of 1280 px at 200 % is 640 px wide; no text is cut off by its box."""
    page.set_viewport_size({"width": 640, "height": 450})
    cut = """
        [...document.querySelectorAll('h1, h2, h3, p, a, button, th, td, dt, dd, li, label')].filter(
            e => e.checkVisibility() && !e.closest('.vh, .skip, .card__lead, svg')
            && getComputedStyle(e).overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1
        ).map(e => e.outerHTML.slice(0, 120))
    """
    for name, address in page_types(site).items():
        page.goto(address)
        assert not page.evaluate(SIDEWAYS), f"{name}: {page.evaluate(WIDEST)}"
        assert page.evaluate(cut) == [], name


def test_with_the_readers_own_spacing_nothing_is_cut_off(page: Page, site: Instance) -> None:
    types, embed = page_types(site), f"/embed/trang/{site.page_id(site.addresses('stories.storypage')[0])}/"
    names = ("home", "campaign", "unit", "story", "initiative index", "initiative")
    looks = [(types[name], size) for name in names for size in ((320, 800), (1280, 900))]
    looks += [(f"{CAMPAIGN_PATH}bang-dien-tu/", size) for size in ((320, 800), (1280, 900))]
    faults = []
    for address, (width, height) in [*looks, (embed, (280, 150)), (f"/embed/{CAMPAIGN}/", (280, 150))]:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        page.evaluate(SPACED)
        faults += [f"{address} {width}: {cut}" for cut in page.evaluate(CUT_OFF)]
        if page.evaluate(SIDEWAYS):
            faults.append(f"{address} {width}: scrolls sideways: {page.evaluate(WIDEST)}")
    assert not faults, "\n".join(faults)


class TestForcedColours:
    """Windows' contrast themes: colours are the reader's, so shapes and lines must say what colours said."""

    @pytest.fixture(autouse=True)
    def themed(self, page: Page) -> None:
        page.emulate_media(forced_colors="active")

    def test_states_and_controls_have_an_edge(self, page: Page, site: Instance) -> None:
        page.goto(CAMPAIGN_PATH)
        bare = "all => all.filter(e => e.checkVisibility() && !parseFloat(getComputedStyle(e).borderTopWidth)).length"
        for kind in (".chip", ".btn", ".pill", ".share :is(a, button, summary)"):
            found = page.locator(f"body > :not(template) {kind}")
            assert found.count(), kind
            assert found.evaluate_all(bare) == 0, kind

    def test_drawings_keep_the_colours_that_carry_their_meaning(self, page: Page, site: Instance) -> None:
        for address, kinds in ((CAMPAIGN_PATH, (".bar", ".chart", ".days .done")), ("/", (".field", ".bar"))):
            page.goto(address)
            for kind in kinds:
                assert page.locator(kind).first.evaluate("e => getComputedStyle(e).forcedColorAdjust") == "none", kind

    def test_what_is_drawn_for_a_red_ground_can_be_seen_on_the_readers_own(self, page: Page, site: Instance) -> None:
        ink = "e => getComputedStyle(e).color"
        for address in (DONG_NAI, f"/embed/{CAMPAIGN}/?unit=75", f"{CAMPAIGN_PATH}bang-dien-tu/"):
            page.goto(address)
            text, field = page.locator("body").evaluate(ink), page.locator(".field").first
            for mark in field.locator("text, .field__tick").all():
                assert mark.evaluate("e => getComputedStyle(e).fill") == text, address
            assert field.locator("pattern circle[fill^=var]").first.evaluate("e => getComputedStyle(e).fill") == text
            assert field.locator(".now").first.evaluate("e => getComputedStyle(e).stroke") == text, address

    @pytest.mark.parametrize(
        ("address", "choices"),
        [
            (CAMPAIGN_PATH, "#xep-hang .pill"),
            ("/sang-kien/", ".sorts a"),
            ("/sang-kien/linh-vuc/safety/", ".ways .tags a"),
        ],
    )
    def test_the_choice_that_is_made_differs_from_the_others(
        self, page: Page, site: Instance, address: str, choices: str
    ) -> None:
        page.goto(address)
        ground = "e => getComputedStyle(e).backgroundColor"
        chosen, other = (
            page.locator(f"{choices}[aria-current]").first,
            page.locator(f"{choices}:not([aria-current])").first,
        )
        assert chosen.evaluate(ground) != other.evaluate(ground)
        assert other.evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)")

    def test_the_suggestion_that_is_chosen_has_an_edge(self, page: Page, site: Instance) -> None:
        page.goto("/tim-kiem/")
        page.locator("main input[name=q]").fill("nam ch")
        expect(page.get_by_role("listbox")).to_be_visible()
        page.keyboard.press("ArrowDown")
        edge = "e => getComputedStyle(e).outlineStyle"
        assert page.locator("[role=option][aria-selected=true]").evaluate(edge) == "solid"
        assert page.get_by_role("option").last.evaluate(edge) == "none"

    def test_focus_and_the_current_page_can_be_seen(self, page: Page, site: Instance) -> None:
        page.goto("/chien-dich/")
        link = page.get_by_role("navigation", name="Chính").get_by_role("link", name="Chiến dịch")
        edge = "e => getComputedStyle(e).borderBottomColor"
        other = page.get_by_role("navigation", name="Chính").get_by_role("link", name="Tin và câu chuyện")
        assert link.evaluate(edge) != other.evaluate(edge)
        tab_to(page, link)
        assert link.evaluate("e => parseFloat(getComputedStyle(e).outlineWidth)") >= 2


def test_with_less_motion_nothing_moves_and_the_number_changes_at_once(page: Page, site: Instance) -> None:
    page.goto("/")
    moving = "document.getAnimations().filter(animation => animation.playState === 'running').length"
    assert page.evaluate(moving) > 0
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(moving) == 0
    hero = page.get_by_role("main").locator("[data-value]").first
    hero.evaluate(REMEMBER)
    held = site.register(40)
    expect(hero).to_have_text(printed(held), timeout=MOVES_WITHIN * 1000)
    seen = numbers_seen(page)
    assert len(seen) <= 3  # no rolling: one number for each answer, of which there may be two in the meantime
    assert page.evaluate(moving) == 0


def test_search_by_keyboard_alone(page: Page, site: Instance) -> None:
    page.goto("/")
    tab_to(page, page.get_by_role("banner").get_by_role("link", name="Tìm kiếm"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/")
    field = page.get_by_role("main").locator("input[type=search]")
    tab_to(page, field)
    page.keyboard.type("dong nai")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=dong+nai*")
    first = page.get_by_role("main").get_by_role("heading").get_by_role("link").first
    tab_to(page, first)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "tim-kiem" not in url)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def open_menu(page: Page) -> Locator:
    """The menu on a phone, opened."""
    page.set_viewport_size({"width": 360, "height": 780})
    page.get_by_role("button", name="Mục lục").click()
    return page.locator(".nav__list")


def open_suggestions(page: Page) -> Locator:
    """The search box with what it suggests."""
    page.locator("main input[name=q]").fill("nam châm gập mép")
    expect(page.get_by_role("listbox")).to_be_visible()
    return page.get_by_role("main").get_by_role("search")


JOURNEYS: dict[str, tuple[str, Callable[[Page], Locator]]] = {
    "home-number": ("home", lambda page: page.locator(".hero")),
    "phone-menu": ("home", open_menu),
    "campaign-head": ("campaign", lambda page: page.locator(".hero").first),
    "campaign-choices": ("campaign", lambda page: page.get_by_role("navigation", name="Loại đơn vị")),
    "campaign-ranking-head": ("campaign", lambda page: page.locator("#xep-hang thead")),
    "story-head": ("story", lambda page: page.locator(".storyhead")),
    "story-share": ("story", lambda page: page.get_by_role("group", name="Chia sẻ").first),
    "initiative-head": ("initiative", lambda page: page.locator(".inihead")),
    "initiative-benefits": ("initiative", lambda page: page.locator(".benefits")),
    "search-suggestions": ("search", open_suggestions),
    "search-filters": ("search with hits", lambda page: page.get_by_role("list", name="Lĩnh vực sáng kiến")),
    "showcase-card": ("initiative index", lambda page: page.locator(".card", has_text="Cữ").first),
    "nationwide-region": ("nationwide", lambda page: page.locator(".region").first),
    "not-found": ("not found", lambda page: page.locator(".lost")),
}


def told(tree: str) -> str:
    """A tree with `#` for what goes on by itself: figures, addresses, and the state of the number."""
    tree = re.sub(r"Trực tiếp|Chậm \d+ phút|Chưa cập nhật từ [\d:]+", "(state)", tree)
    tree = re.sub(r"\d[\d.,:/%–]*\d|\d", "#", tree)
    return "\n".join(line for line in tree.splitlines() if not line.strip().startswith("- /url:")) + "\n"


@pytest.mark.parametrize("journey", JOURNEYS)
def test_what_is_read_out_is_as_it_was_written_down(page: Page, site: Instance, journey: str) -> None:
    kind, part = JOURNEYS[journey]
    page.add_init_script("delete Navigator.prototype.share;")
    page.goto(page_types(site)[kind], wait_until="networkidle")
    page.evaluate("document.querySelectorAll('[data-pace]').forEach(sentence => sentence.remove())")  # by the state
    assert told(part(page).aria_snapshot()) == (ARIA / f"{journey}.yml").read_text(encoding="utf-8")
