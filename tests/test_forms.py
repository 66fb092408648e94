"""Our crispy template pack: every form is labelled, explained and mended in words."""

import re

import pytest
from crispy_forms.helper import FormHelper
from django import forms
from django.template import Context, Template


class SampleForm(forms.Form):
    name = forms.CharField(label="Your name", help_text="As you like to be called.")
    nation = forms.ChoiceField(
        label="Where do you live?", choices=[("e", "England"), ("w", "Wales")], widget=forms.RadioSelect
    )
    worries = forms.MultipleChoiceField(
        label="What worries you?",
        help_text="Tick all that fit.",
        choices=[("a", "One"), ("b", "Two")],
        widget=forms.CheckboxSelectMultiple,
    )
    agree = forms.BooleanField(label="I have read this")
    words = forms.CharField(label="In your words", widget=forms.Textarea, required=False)


def rendered(form):
    helper = FormHelper()
    helper.form_tag = False
    template = Template("{% load crispy_forms_tags %}{% crispy form helper %}")
    return template.render(Context({"form": form, "helper": helper}))


@pytest.fixture
def empty():
    return rendered(SampleForm())


@pytest.fixture
def wrong():
    return rendered(SampleForm({"words": "kept <words>"}))


def test_each_question_with_choices_has_a_legend(empty):
    assert re.findall(r"<legend>(.*?)</legend>", empty) == ["Where do you live?", "What worries you?"]


def test_each_field_has_a_label_of_its_own(empty):
    for name in ("name", "agree", "words", "nation_0", "nation_1", "worries_0"):
        assert f'for="id_{name}"' in empty
        assert f'id="id_{name}"' in empty


def test_a_hint_belongs_to_its_field(empty):
    assert 'id="id_name_helptext"' in empty
    assert 'aria-describedby="id_name_helptext"' in empty


def test_a_form_without_errors_has_no_summary(empty):
    assert "There is a problem" not in empty


def test_errors_are_summed_up_with_links_to_their_fields(wrong):
    links = re.findall(r'<a href="#([^"]+)">', wrong)

    assert "There is a problem" in wrong
    assert links == ["id_name", "id_nation_0", "id_worries_0", "id_agree"]
    for place in links:
        assert f'id="{place}"' in wrong


def test_an_error_stands_beside_its_field_in_the_same_words(wrong):
    assert wrong.count("This field is required.") == 8
    assert wrong.count('aria-invalid="true"') >= 2


def test_what_was_typed_is_kept_and_escaped(wrong):
    assert "kept &lt;words&gt;" in wrong
