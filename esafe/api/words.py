"""The text of an item as programs get it: names filled in, and links that work from anywhere."""

import re

from django.conf import settings
from django.template import Context
from django.urls import get_script_prefix

from esafe.content import Content
from esafe.templatetags.esafe import prose

_NAME = re.compile(r"\{([\w-]+)\}")


def whole(path: str) -> str:
    """An address of ours with the site in front; any other as it is."""
    return settings.SITE_URL + path if path.startswith("/") else path


def plain(text: str, content: Content) -> str:
    """Plain text, not escaped, with its {names} filled in."""
    return _NAME.sub(lambda match: _name(match[1], content), text)


def html(text: str, content: Content) -> str:
    """Limited HTML with its {names} filled in as links, all of them with the site in front."""
    filled = prose(Context({"content": content}), text)
    return filled.replace(f'href="{get_script_prefix()}', f'href="{settings.SITE_URL}/')


def _name(key: str, content: Content) -> str:
    if service := content.service.get(key):
        return service.short_name or service.name
    if situation := content.situation.get(key):
        return situation.title
    site = content.site["site"]
    words = {
        "site_name": site.name,
        "site_operator": site.operator,
        "site_contact": site.contact_email,
        "exit_name": site.exit_name,
    }
    return words.get(key, "")
