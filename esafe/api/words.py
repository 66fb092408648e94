"""The text of an item as programs get it: names filled in, and links that work from anywhere."""

from django.conf import settings
from django.template import Context
from django.urls import get_script_prefix

from esafe.content import Content
from esafe.templatetags.esafe import prose


def whole(path: str) -> str:
    """An address of ours with the site in front; any other as it is."""
    return settings.SITE_URL + path if path.startswith("/") else path


def html(text: str, content: Content) -> str:
    """Limited HTML with its {names} filled in as links, all of them with the site in front."""
    linked = prose(Context({"content": content}), text)
    return linked.replace(f'href="{get_script_prefix()}', f'href="{settings.SITE_URL}/')
