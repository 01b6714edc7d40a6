"""Loads the demo: languages, site tree, units, campaign, pictures and every page, in one transaction."""

import re
from collections.abc import Callable
from datetime import date, datetime
from html import unescape
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.translation import override
from wagtail.models import Locale, Page, PageLogEntry, Site

from campaigns.models import (
    Campaign,
    CampaignIndexPage,
    CampaignPage,
    Cluster,
    FieldOfWork,
    PeakPeriod,
    Target,
    Unit,
)
from campaigns.tracking.demo import data as figures
from home.demo.bodies import BodyBuilder, Table
from home.demo.files import HERE, IMAGES, languages, read, read_all
from home.demo.translations import Translator
from home.models import HomePage, StandardPage, SubmitStep
from publishing.consent import People, Rights, Use
from publishing.models import Consent, EditorialImage, SiteSettings, SiteWording
from sharing.background import once_each
from stories.models import (
    InitiativeAuthor,
    InitiativeEffect,
    InitiativeIndexPage,
    InitiativePage,
    StoryIndexPage,
    StoryPage,
)

FIELD_SCENES = HERE.parents[1] / "site" / "static" / "img" / "scenes"
CAMPAIGN = "40-ngay-cao-diem"
TRACKING_CODE = "CD40"
DEMO_HOST = "127.0.0.1"
IN_MENU = {CampaignIndexPage, StoryIndexPage, InitiativeIndexPage}
CREDIT = "Minh họa: Ban Biên tập"

Progress = Callable[[str], None]


def drawn_title(name: str) -> str:
    """The title that the drawing itself has."""
    sources = (IMAGES / "src" / f"{name}.svg", FIELD_SCENES / f"{name}.svg")
    drawing = next(path for path in sources if path.exists()).read_text(encoding="utf-8")
    found = re.search(r"<title[^>]*>([^<]+)</title>", drawing)
    return unescape(found[1]).strip() if found else name


class Loader:
    """One loading of the demo into an empty CMS database."""

    def __init__(self, say: Progress, port: int) -> None:
        self.say = say
        self.port = port
        self.images: dict[str, int] = {}
        self.pages: dict[str, int] = {}
        self.units: dict[str, int] = {}
        self.clusters: dict[str, int] = {}
        self.fields: dict[str, int] = {}

    @transaction.atomic
    def load(self) -> None:
        """Load everything or nothing."""
        with once_each():
            self._load()
        if problems := any(Page.find_problems()):
            raise RuntimeError(f"the page tree is damaged: {problems}")

    def _load(self) -> None:
        with override("vi"):
            self.vi, _ = Locale.objects.get_or_create(language_code="vi")
            self._load_units()
            self._load_images()
            self._load_tree()
            self._load_initiatives()
            self._load_stories()
            self._load_standard_pages()
        for language in languages():
            Translator(self, language).translate()
        self.say("chỉ mục tìm kiếm")

    def _load_units(self) -> None:
        self.say("đơn vị, cụm thi đua và chỉ tiêu")
        in_english, regions = read("en/clusters.toml"), read("regions.toml")
        clusters = {
            cluster.code: Cluster.objects.create(
                code=cluster.code,
                name=cluster.name,
                name_en=in_english[cluster.code],
                region=regions[cluster.code],
                note="Ví dụ minh họa" if cluster.is_example else "",
            )
            for cluster in figures.clusters()
        }
        in_english = read("en/fields.toml")
        for code, name in figures.fields():
            self.fields[code] = FieldOfWork.objects.create(code=code, name=name, name_en=in_english[code]).pk
        self.clusters = {code: cluster.pk for code, cluster in clusters.items()}
        demo_units = figures.units()
        units = {
            unit.code: Unit.objects.create(
                code=unit.code,
                name=unit.name,
                short_name=unit.short_name,
                kind=unit.kind,
                cluster=clusters.get(unit.cluster_code or ""),
                valid_to=unit.valid_to,
            )
            for unit in demo_units
        }
        for unit in demo_units:
            if unit.successor_code:
                Unit.objects.filter(code=unit.code).update(successor=units[unit.successor_code])
        self.units = {code: unit.pk for code, unit in units.items()}
        self.campaign = Campaign.objects.create(
            slug=CAMPAIGN,
            name="Chiến dịch thi đua cao điểm 40 ngày",
            tracking_code=TRACKING_CODE,
            starts_on=date(2022, 4, 22),
            ends_on=date(2022, 5, 31),
            count_from=date(2022, 1, 8),
            count_to=date(2022, 5, 31),
            units_from=date(2022, 4, 22),
            units_to=date(2022, 5, 31),
            target=300_000,
            source="Phần mềm theo dõi của Chương trình (dữ liệu minh họa)",
            source_en="The programme’s tracking software (sample data)",
            featured=True,
        )
        for target in figures.targets():
            Target.objects.create(
                campaign=self.campaign,
                unit=units[target.unit_code],
                kind=target.kind,
                amount=target.amount,
                source=target.source,
                is_example=target.is_example,
            )

    def _load_images(self) -> None:
        self.say("hình minh họa")
        for path in sorted(IMAGES.glob("*.webp")):
            image = EditorialImage(title=drawn_title(path.stem), credit=CREDIT, people=People.NO, rights=Rights.OWN)
            with path.open("rb") as file:
                image.file = ImageFile(file, name=path.name)
                image.save()
            self.images[path.stem] = image.pk

    def _image(self, name: str | None, alt: str = "") -> int | None:
        if not name:
            return None
        if alt:
            EditorialImage.objects.filter(pk=self.images[name], description="").update(description=alt[:255])
        return self.images[name]

    def publish(self, page: Page, when: datetime | None = None) -> None:
        """Publish `page` as if it had been at `when`."""
        if when is not None:
            page.first_published_at = when
        page.save_revision().publish()
        if when is not None:
            Page.objects.filter(pk=page.pk).update(last_published_at=when, latest_revision_created_at=when)
            PageLogEntry.objects.filter(page=page.pk).update(timestamp=when)

    def _add(self, parent: Page, page: Page) -> None:
        page.live = False
        parent.add_child(instance=page)
        self.pages[page.slug] = page.pk

    def _load_tree(self) -> None:
        self.say("trang chủ và chiến dịch")
        root = Page.get_first_root_node()
        root.get_children().delete()  # Wagtail's own welcome page
        root = Page.get_first_root_node()
        content, texts = read("home.toml"), read("site.toml")
        call = content["call_to_submit"]
        self.home = HomePage(
            title=content["title"],
            slug="trang-chu",
            locale=self.vi,
            seo_title=content["seo_title"],
            headline=content["headline"],
            search_description=content["search_description"],
            submit_heading=call["heading"],
            submit_text=call["text"],
            submit_label=texts["submit_text"],
        )
        self._add(root, self.home)
        self.home.submit_steps.set([SubmitStep(locale=self.vi, **step) for step in call["steps"]])
        self.publish(self.home)
        site = Site.objects.create(
            hostname=DEMO_HOST,
            port=self.port,
            site_name=content["title"],
            root_page=self.home,
            is_default_site=True,
        )
        settings = SiteSettings.for_site(site)
        settings.hashtags = " ".join(texts["hashtags"])
        settings.foreign_words = texts["foreign_words"]
        settings.wordings = [self.wording("vi", content, texts)]
        settings.save()
        self.settings = settings
        self.indexes: dict[str, Page] = {}
        for key, model in (
            ("campaigns", CampaignIndexPage),
            ("initiatives", InitiativeIndexPage),
            ("stories", StoryIndexPage),
        ):
            page = model(locale=self.vi, show_in_menus=True, **read("indexes.toml")[key]["vi"])
            self._add(self.home, page)
            self.publish(page)
            self.indexes[key] = page
        self._load_campaign_page()

    @staticmethod
    def wording(language: str, home: Table, texts: Table) -> SiteWording:
        return SiteWording(
            language=language,
            banner=texts["banner"],
            programme=home["title"],
            organisation=texts["organisation"],
            slogan=texts["slogan"],
            footer=texts["footer_text"],
            notice=texts["notice"],
        )

    def _load_campaign_page(self) -> None:
        content = read("campaign.toml")
        self.campaign_page = CampaignPage(
            title=content["title"],
            slug=content["slug"],
            locale=self.vi,
            campaign=self.campaign,
            lead=content["lead"],
            intro=content["intro"].strip(),
            search_description=content["search_description"],
            image_id=self._image(content["image"], content["image_alt"]),
            image_alt=content["image_alt"],
        )
        self._add(self.indexes["campaigns"], self.campaign_page)
        self.campaign_page.peak_periods.set(
            [
                PeakPeriod(
                    locale=self.vi,
                    **{key: period[key] for key in ("kind", "name", "starts_on", "ends_on", "summary")},
                )
                for period in content["peak_periods"]
            ]
        )
        self.publish(self.campaign_page)

    def _load_initiatives(self) -> None:
        for content in read_all("initiatives"):
            self.say(f"sáng kiến: {content['title']}")
            quote = content.get("quote", {})
            page = InitiativePage(
                title=content["title"],
                slug=content["slug"],
                locale=self.vi,
                code=content["code"],
                kind=content["type"],
                field=content["field"],
                unit_id=self.units[content["unit"]],
                campaign=self.campaign,
                date=content["date"],
                summary=content["summary"],
                image_id=self._image(content["image"], content["image_alt"]),
                image_alt=content["image_alt"],
                image_caption=content["image_caption"],
                quote=quote.get("text", ""),
                quote_name=quote.get("name", ""),
                restricted=content["restricted"],
                featured=content["featured"],
                is_example=content["example"],
                **{
                    key: content[key].strip()
                    for stage in ("problem", "idea", "result")
                    for key in (f"{stage}_heading", stage)
                },
                **{
                    key: content[key]
                    for key in ("benefit_vnd", "benefit_note", "award", "recognised_on", "recognition_ref")
                    if key in content
                },
            )
            self._add(self.indexes["initiatives"], page)
            page.authors.set(
                [
                    InitiativeAuthor(
                        locale=self.vi,
                        name=author["name"],
                        birth_year=author.get("birth_year"),
                        job=author["job"],
                        workplace=author["workplace"],
                        portrait_id=self._image(author.get("portrait")),
                        consent=self._consent(author, content["date"].date()),
                    )
                    for author in content["authors"]
                ]
            )
            page.effects.set([InitiativeEffect(locale=self.vi, **effect) for effect in content.get("effects", [])])
            page.tags.set(content["tags"])
            self.publish(page, content["date"])

    @staticmethod
    def _consent(author: Table, given_on: date) -> Consent:
        """The record of a person who is made up, to everything."""
        record, _created = Consent.objects.get_or_create(
            name=author["name"],
            birth_year=author.get("birth_year"),
            workplace=author["workplace"],
            defaults={
                **{f"for_{use}": True for use in Use},
                "languages": ["vi", *languages()],
                "given_on": given_on,
                "evidence_note": "Ví dụ minh họa: nhân vật giả định",
            },
        )
        return record

    def _builder(self) -> BodyBuilder:
        campaigns = {CAMPAIGN: self.campaign.pk}
        return BodyBuilder(self.images, self.pages, campaigns, self.units, self.clusters, self.fields)

    def _load_stories(self) -> None:
        contents = list(read_all("stories"))
        stories = []
        for content in contents:  # all of them first: they refer to each other
            page = StoryPage(
                title=content["title"],
                slug=content["slug"],
                locale=self.vi,
                kind=content["kind"],
                lead=content["lead"],
                date=content["date"],
                byline=content["author"],
                unit_id=self.units[content["unit"]] if content["unit"] else None,
                campaign=self.campaign,
                image_id=self._image(content["image"], content["image_alt"]),
                image_alt=content["image_alt"],
                image_caption=content["image_caption"],
                search_description=content["search_description"],
                featured=content["featured"],
                is_example=content["example"],
            )
            self._add(self.indexes["stories"], page)
            stories.append(page)
        for page, content in zip(stories, contents, strict=True):
            self.say(f"bài: {page.title}")
            page.body = self.story_body(content)
            page.tags.set(content["tags"])
            self.publish(page, content["date"])

    def story_body(self, content: Table, prefix: str = "") -> list[dict[str, Any]]:
        builder = self._builder()
        tables = list(content["body"])
        if content.get("related") and all(table["type"] != "related" for table in tables):
            tables.append({"type": "related", "heading": "", "slugs": content["related"]})
        return builder.build(prefix + content["slug"], tables)

    def _load_standard_pages(self) -> None:
        for content in read_all("pages"):
            self.say(f"trang: {content['title']}")
            page = StandardPage(
                title=content["title"],
                slug=content["slug"],
                locale=self.vi,
                lead=content["lead"],
                search_description=content["search_description"],
            )
            self._add(self.home, page)
            page.body = self._builder().build(content["slug"], content["body"])
            self.publish(page)
        self.settings.submit_page_id = self.pages["gui-sang-kien"]
        self.settings.save()
