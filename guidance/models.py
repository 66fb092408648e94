"""Pages, news and figures, as staff edit them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from esafe.fields import LinesField, WebField, prose_field
from esafe.item_models import ItemModel, ReviewedItemModel, RowModel
from guidance import content
from reporting_links.models import Action, Service, choices


class Page(ReviewedItemModel):
    class Area(models.TextChoices):
        ADVICE = "advice", _("Advice")
        ABOUT = "about", _("About this site")

    class Drawing(models.TextChoices):
        """Those of templates/components/picture.html that say something beside a heading."""

        CUPS = "cups", _("Two cups: a talk")
        LAMP = "lamp", _("A window with light")
        NOTEBOOK = "notebook", _("A notebook")
        PATH = "path", _("A path")
        PHONE = "phone", _("A phone")
        UMBRELLA = "umbrella", _("An umbrella")

    content_kind = "page"
    item_type = content.Page
    rows = {"sections": "sections"}

    title = models.CharField(_("title"), max_length=150)
    short_title = models.CharField(_("short title, for menus"), max_length=60, blank=True)
    summary = models.CharField(_("what the page gives you, in one sentence"), max_length=300)
    area = models.CharField(_("area"), max_length=10, choices=Area, default=Area.ADVICE)
    group = models.CharField(_("group"), max_length=10, choices=choices("advice"))
    order = models.PositiveSmallIntegerField(_("place in its group"), default=0)
    picture = models.CharField(
        _("drawing"), max_length=40, blank=True, choices=Drawing, help_text=_("Empty: the one of its group.")
    )
    first_line = models.ForeignKey(
        Action, models.PROTECT, related_name="pages", verbose_name=_("first line"), null=True, blank=True
    )
    three_things = LinesField(_("if you only do three things"), help_text=_("Three lines."))
    related = LinesField(_("read next"))
    keywords = LinesField(_("words that people search for"))

    class Meta(ReviewedItemModel.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")


class Section(RowModel):
    class SectionKind(models.TextChoices):
        TEXT = "text", _("Text")
        STEPS = "steps", _("Steps")
        SAY = "say", _("Words to say")
        WARNING = "warning", _("Please do not")
        SERVICE = "service", _("A service")
        ACTION = "action", _("An action")
        FIGURE = "figure", _("A figure")

    item_type = content.Section

    page = models.ForeignKey(Page, models.CASCADE, related_name="sections")
    kind = models.CharField(_("kind"), max_length=10, choices=SectionKind, default=SectionKind.TEXT)
    heading = models.CharField(_("heading"), max_length=150, blank=True)
    html = prose_field(_("text"))
    service = models.ForeignKey(
        Service, models.PROTECT, related_name="sections", verbose_name=_("service"), null=True, blank=True
    )
    action = models.ForeignKey(
        Action, models.PROTECT, related_name="sections", verbose_name=_("action"), null=True, blank=True
    )
    figure = models.ForeignKey(
        "Figure", models.PROTECT, related_name="sections", verbose_name=_("figure"), null=True, blank=True
    )

    class Meta(RowModel.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.heading or self.get_kind_display()


class Figure(ItemModel):
    class Unit(models.TextChoices):
        NUMBER = "number", _("Numbers")
        PERCENT = "percent", _("Out of 100 (per cent)")

    content_kind = "figure"
    item_type = content.Figure
    rows = {"bars": "bars"}

    claim = models.TextField(_("the figure in a sentence"))
    value = models.CharField(_("the figure itself"), max_length=100)
    period = models.CharField(_("period"), max_length=100)
    publisher = models.CharField(_("whose figure it is"), max_length=150)
    url = WebField(_("source"), max_length=500)
    published = models.CharField(_("published"), max_length=50)
    repeated_by = models.CharField(_("repeated by"), max_length=150, blank=True)
    current_until = models.DateField(
        _("current until"), null=True, blank=True, help_text=_("Empty: it is history.")
    )
    note = models.TextField(_("note"), blank=True)
    order = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    counted = models.CharField(
        _("what the chart counts"),
        max_length=150,
        blank=True,
        help_text=_("Only with bars, which stand below. All of them count this, from the source above."),
    )
    unit = models.CharField(_("the bars are"), max_length=10, choices=Unit, default=Unit.NUMBER)

    class Meta(ItemModel.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self) -> str:
        return self.claim or self.key


class Bar(RowModel):
    item_type = content.Bar

    figure = models.ForeignKey(Figure, models.CASCADE, related_name="bars")
    label = models.CharField(
        _("what it stands for"), max_length=80, help_text=_("With its year, where the bars differ in it.")
    )
    amount = models.FloatField(_("how much"), help_text=_("The number that sets its length."))
    shown = models.CharField(
        _("in words"), max_length=25, blank=True, help_text=_("Such as “about 1 in 10”. Empty: the number.")
    )

    class Meta(RowModel.Meta):
        verbose_name = _("bar of the chart")
        verbose_name_plural = _("bars of the chart")

    def __str__(self) -> str:
        return self.label


class Synonym(ItemModel):
    content_kind = "synonym"
    item_type = content.Synonym

    typed = LinesField(
        _("what readers type"), blank=False, help_text=_("One a line; slang and misspellings are welcome.")
    )
    means = LinesField(
        _("what it means here"),
        blank=False,
        help_text=_("One a line: words that this site uses, or a page such as situation:image_shared."),
    )

    class Meta(ItemModel.Meta):
        verbose_name = _("synonym for search")
        verbose_name_plural = _("synonyms for search")

    def __str__(self) -> str:
        return ", ".join(self.typed[:3]) or self.key


class NewsItem(ReviewedItemModel):
    content_kind = "news"
    item_type = content.NewsItem

    title = models.CharField(_("title"), max_length=150)
    summary = models.CharField(_("in one sentence"), max_length=300)
    date = models.DateField(_("date"))
    html = prose_field(_("text"))
    figures = LinesField(_("figures"))
    next_step = models.CharField(_("next step, in words"), max_length=150)
    next_step_url = models.CharField(_("address of the next step"), max_length=200)

    class Meta(ReviewedItemModel.Meta):
        ordering = ["-date"]
        verbose_name = _("news item")
        verbose_name_plural = _("news")
