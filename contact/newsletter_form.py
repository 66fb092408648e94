"""The form in which a newsletter is written."""

from functools import cached_property
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contact import newsletter_checks
from contact.newsletter_mail import one_line
from contact.newsletters import Newsletter
from esafe import live
from esafe.addresses import find
from esafe.edition_store import NoEdition
from esafe.labels import LABELS
from esafe.staff.checked_forms import CarriesOn
from guidance.text_checks import Finding
from reporting_links.flow_choices import Choice, Group
from reporting_links.flow_fields import CodesByWords

LONGEST = 5000  # characters of words
MOST_ITEMS = 20


class _Checked(BoundField):
    """A field with what is found in it, for scripts on and off: static/js/checks.js renews it."""

    @property
    def aria_describedby(self) -> str | None:
        described = super().aria_describedby or ""
        return f"{described} {self.auto_id}_found".strip() if self.name in _CHECKED else described or None

    def as_widget(self, *args: Any, **kwargs: Any) -> SafeString:
        widget = super().as_widget(*args, **kwargs)
        if self.name not in _CHECKED:
            return widget
        found = self.form.found.get(self.name, [])  # type: ignore[attr-defined]
        context = {"widget": widget, "id": f"{self.auto_id}_found", "findings": found}
        return render_to_string("admin/checked_field.html", context)


_CHECKED = ("subject", "words")


class NewsletterForm(CarriesOn, forms.ModelForm):  # type: ignore[type-arg]
    bound_field_class = _Checked

    words = forms.CharField(
        label=gettext_lazy("Words"),
        help_text=gettext_lazy(
            "A few lines, in plain text. Leave a line empty to begin a new paragraph. Links are chosen below."
        ),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 80}),
    )

    class Media:
        js = (forms.Script("js/checks.js", type="module"),)

    class Meta:
        model = Newsletter
        fields = ("topic", "subject", "words", "items")
        help_texts = {
            "subject": gettext_lazy(
                "Somebody else may see it on a shared phone. Let it say as little as it can."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"] = CodesByWords(
            label=_("News and pages"),
            help_text=_("What readers have now. What you add comes after what is chosen already."),
            groups=choices(),
            required=False,
        )

    @cached_property
    def found(self) -> dict[str, list[Finding]]:
        """What is found in each field, as it stands in the form."""
        return {
            name: newsletter_checks.findings(name, self[name].value() or "")
            for name in _CHECKED
            if name in self.fields
        }

    def clean_subject(self) -> str:
        return _without_links(one_line(self.cleaned_data["subject"]))

    def clean_words(self) -> str:
        return _without_links(self.cleaned_data["words"])

    def clean_items(self) -> list[str]:
        refs = list(self.cleaned_data["items"])
        if len(refs) > MOST_ITEMS:
            raise ValidationError(_("Please choose %d at most.") % MOST_ITEMS)
        content = live.store.current().content
        gone = [ref for ref in refs if find(content, ref) is None]
        if gone:
            raise ValidationError(_("Readers do not have these now: %s.") % ", ".join(gone))
        return refs

    def clean(self) -> Any:
        values = super().clean() or self.cleaned_data
        if not self.errors and not (values.get("words") or values.get("items")):
            raise ValidationError(_("Please write a few words, or choose what it points to."))
        return values


def choices() -> tuple[Group, ...]:
    """News and pages of the live edition, the newest news first."""
    try:
        content = live.store.current().content
    except NoEdition:
        return ()
    news = sorted(content.news.values(), key=lambda item: item.date, reverse=True)
    pages = sorted(
        (page for page in content.page.values() if page.area == "advice"),
        key=lambda page: (list(LABELS["advice"]).index(page.group), page.order, page.title),
    )
    groups = [
        Group(str(LABELS["advice"][group]), tuple(_choice("page", page) for page in found))
        for group, found in groupby(pages, key=lambda page: page.group)
    ]
    return (Group(_("News"), tuple(_choice("news", item) for item in news)), *groups)


def _choice(kind: str, item: Any) -> Choice:
    return Choice(f"{kind}:{item.key}", item.title, item.title)


def _without_links(text: str) -> str:
    if newsletter_checks.LINK.search(text):
        raise ValidationError(_("Please leave out addresses: choose news and pages below instead."))
    return text
