"""Services, actions, facts and situations, as staff edit them."""

from typing import Any

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from esafe.fields import ChoicesField, LinesField, SourcesField, WebField, prose_field
from esafe.item_models import KEY, ItemModel, ReviewedItemModel, RowModel
from esafe.labels import LABELS
from reporting_links import content

DAYS = [
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
    ("sun", _("Sunday")),
]


def choices(kind: str) -> list[tuple[str, Any]]:
    """The codes of one kind, with the words that readers see for them."""
    return list(LABELS[kind].items())


class Service(ReviewedItemModel):
    content_kind = "service"
    item_type = content.Service
    rows = {"contacts": "contacts", "hours": "hours"}
    nested = {"audience": content.Audience, "languages": content.Languages}

    slug = models.SlugField(
        _("address"),
        max_length=60,
        blank=True,
        help_text=_("Neutral words only: it shows in histories. Empty: its key."),
    )
    name = models.CharField(_("name"), max_length=150)
    short_name = models.CharField(_("short name, for links"), max_length=60, blank=True)
    previous_names = LinesField(_("former names"))
    run_by = models.CharField(_("run by"), max_length=200, blank=True)
    category = models.CharField(_("need"), max_length=20, choices=choices("need"))
    order = models.PositiveSmallIntegerField(_("place in its list"), default=0)
    what_for = models.TextField(_("what it is for"))
    audience_parent = models.BooleanField(_("for parents"), default=False)
    audience_child_under_18 = models.BooleanField(_("for under-18s"), default=False)
    audience_adult_18_plus = models.BooleanField(_("for adults"), default=False)
    audience_professional = models.BooleanField(_("for people who work with children"), default=False)
    age_min = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)
    age_note = models.CharField(_("about age, in words"), max_length=300, blank=True)
    nations = ChoicesField(_("nations"), codes=choices("nation"), blank=False)
    report_url = WebField(_("address to report or start"), blank=True)
    report_label = models.CharField(_("words on that button"), max_length=60, blank=True)
    info_url = WebField(_("address to read more"), blank=True)
    phone = models.CharField(_("number to dial"), max_length=20, blank=True)
    phone_label = models.CharField(_("number as people read it"), max_length=60, blank=True)
    phone_note = models.CharField(_("about the number"), max_length=200, blank=True)
    cost = models.CharField(_("cost"), max_length=200, blank=True)
    anonymity = models.TextField(_("can you stay anonymous?"), blank=True)
    after_you_contact = models.TextField(_("what happens next"), blank=True)
    how_long = models.CharField(_("how long it takes"), max_length=300, blank=True)
    have_ready = LinesField(_("what to have ready"))
    does_not_handle = LinesField(_("what it does not do"))
    languages_bsl = models.BooleanField(_("British Sign Language"), null=True, blank=True)
    languages_welsh = models.BooleanField(_("Welsh"), null=True, blank=True)
    languages_other = models.BooleanField(_("other languages"), null=True, blank=True)
    languages_note = models.CharField(_("about languages"), max_length=300, blank=True)
    keywords = LinesField(_("words that people search for"))
    confirmed = models.BooleanField(
        _("confirmed"), default=False, help_text=_("Its remit, ages and main route were checked.")
    )
    editor_notes = models.TextField(_("notes for staff"), blank=True)
    editor_unconfirmed = LinesField(_("still to confirm"))

    class Meta(ReviewedItemModel.Meta):
        verbose_name = _("service")
        verbose_name_plural = _("services")


class Contact(RowModel):
    item_type = content.Contact

    service = models.ForeignKey(Service, models.CASCADE, related_name="contacts")
    channel = models.CharField(_("way"), max_length=10, choices=choices("channel"))
    label = models.CharField(_("what it is called"), max_length=100)
    value = models.CharField(_("what to dial or write"), max_length=150, blank=True)
    url = WebField(_("address"), blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    confirmed = models.BooleanField(_("confirmed"), default=False)

    class Meta(RowModel.Meta):
        verbose_name = _("other way to reach it")
        verbose_name_plural = _("other ways to reach it")

    def __str__(self) -> str:
        return self.label


class OpeningHours(RowModel):
    item_type = content.OpeningHours

    service = models.ForeignKey(Service, models.CASCADE, related_name="hours")
    channel = models.CharField(_("way"), max_length=10, choices=choices("channel"), default="phone")
    days = ChoicesField(_("days"), codes=DAYS, blank=False)
    opens = models.TimeField(_("opens"), null=True, blank=True, help_text=_("Leave both empty for all day."))
    closes = models.TimeField(_("closes"), null=True, blank=True)
    bank_holidays = models.BooleanField(_("open on bank holidays"), default=False)
    confirmed = models.BooleanField(_("confirmed"), default=False)

    class Meta(RowModel.Meta):
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")

    def __str__(self) -> str:
        names = dict(DAYS)
        return f"{self.get_channel_display()}: {', '.join(str(names.get(day, day)) for day in self.days)}"


class Action(ItemModel):
    class ActionKind(models.TextChoices):
        DO = "do", _("Something to do")
        SAY = "say", _("Something to say")
        LINE = "line", _("A fixed line of every plan")

    content_kind = "action"
    item_type = content.Action

    kind = models.CharField(_("kind"), max_length=5, choices=ActionKind, default=ActionKind.DO)
    text = models.TextField(_("what the parent is told"))
    short = models.CharField(
        _("on the list to tick off"),
        max_length=80,
        blank=True,
        help_text=_("In a few words. Empty: not on the list."),
    )
    why = models.TextField(_("why, in one line"), blank=True)
    services = LinesField(_("services"), help_text=_("One key a line, or a place such as {police}."))
    either = models.BooleanField(_("either service is enough"), default=False)
    sources = SourcesField(_("sources"), help_text=_("One a line: publisher | what it is | address | date"))
    confirmed = models.BooleanField(_("approved by a safeguarding professional, or sourced"), default=False)

    class Meta(ItemModel.Meta):
        verbose_name = _("action")
        verbose_name_plural = _("actions")

    def __str__(self) -> str:
        return self.short or Truncator(self.text).words(12) or self.key


class Fact(ItemModel):
    content_kind = "fact"
    item_type = content.Fact

    words = models.CharField(_("words after “If”"), max_length=300)
    points = LinesField(_("what that means, point by point"))

    class Meta(ItemModel.Meta):
        verbose_name = _("fact")
        verbose_name_plural = _("facts")


class Situation(ReviewedItemModel):
    content_kind = "situation"
    item_type = content.Situation
    rows = {"steps": "steps"}

    slug = models.SlugField(
        _("address"), max_length=60, unique=True, help_text=_("Neutral words only: it shows in histories.")
    )
    title = models.CharField(_("what has happened, as a parent would say it"), max_length=200)
    summary = models.CharField(_("in one sentence"), max_length=300)
    group = models.CharField(_("group"), max_length=10, choices=choices("situation"))
    order = models.PositiveSmallIntegerField(_("precedence"), default=0)
    first_line = models.ForeignKey(Action, models.PROTECT, related_name="opens", verbose_name=_("first line"))
    triggered_by = LinesField(_("facts that lead here"))
    interrupt = models.BooleanField(_("shown at once"), default=False)
    modifier = models.BooleanField(_("only adds to another situation"), default=False)
    after = prose_field(_("what comes after the steps"))
    related = LinesField(_("read next"))
    keywords = LinesField(_("words that people search for"))

    class Meta(ReviewedItemModel.Meta):
        ordering = ["order", "key"]
        verbose_name = _("situation")
        verbose_name_plural = _("situations")


class StepModel(RowModel):
    item_type = content.Step

    band = models.CharField(_("when"), max_length=10, choices=choices("band"))
    action = models.ForeignKey(Action, models.PROTECT, related_name="+", verbose_name=_("action"))
    only_if = LinesField(_("only if any of"))
    not_if = LinesField(_("not if any of"))

    class Meta(RowModel.Meta):
        abstract = True
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return f"{self.band}: {self.action.key}"


class Step(StepModel):
    situation = models.ForeignKey(Situation, models.CASCADE, related_name="steps")


class EveryPlan(ItemModel):
    content_kind = "every_plan"
    item_type = content.EveryPlan
    rows = {"steps": "steps"}

    class Meta(ItemModel.Meta):
        verbose_name = _("steps of every plan")
        verbose_name_plural = _("steps of every plan")


class EveryPlanStep(StepModel):
    every_plan = models.ForeignKey(EveryPlan, models.CASCADE, related_name="steps")


class Question(ItemModel):
    content_kind = "question"
    item_type = content.Question
    rows = {"answers": "answers"}

    order = models.PositiveSmallIntegerField(_("place among the questions"), default=0)
    title = models.CharField(_("question"), max_length=200)
    short_title = models.CharField(_("in two or three words"), max_length=40)
    hint = models.TextField(_("hint"), blank=True)
    why = models.TextField(_("why we ask"))
    many = models.BooleanField(_("more than one answer may be ticked"), default=False)
    asked_if = LinesField(
        _("asked only after any of"), help_text=_("One a line, such as worry.threat. Empty: always asked.")
    )
    not_asked_if = LinesField(_("not asked after any of"), help_text=_("One a line, such as worry.threat."))
    if_nothing = models.CharField(
        _("going on without choosing means"), max_length=100, help_text=_("The key of one of its answers.")
    )

    class Meta(ItemModel.Meta):
        ordering = ["order", "key"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")


class Answer(RowModel):
    item_type = content.Answer

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    key = models.CharField(_("key"), max_length=60, validators=[KEY], help_text=_("Never change it."))
    words = models.CharField(_("words on the page"), max_length=200)
    facts = LinesField(_("facts it tells us"))
    alone = models.BooleanField(_("“none of these”: gives way to any other tick"), default=False)

    class Meta(RowModel.Meta):
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return self.words
