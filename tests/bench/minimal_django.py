"""A Django project with one page and no data: what Django alone costs. Run as manage.py, or served."""

import os
import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.shortcuts import render
from django.urls import path

PAGE = """{% load i18n static %}<!doctype html><html lang="{{ request.LANGUAGE_CODE|default:'en' }}">
<title>{{ title }}</title><link rel="stylesheet" href="{% static 'site.css' %}"><h1>{{ title }}</h1>
{% for section in sections %}<h2>{{ section.heading }}</h2><p>{{ section.text }}</p>{% endfor %}</html>"""
SECTIONS = [{"heading": f"Section {n}", "text": "A few plain words about it. " * 40} for n in range(8)]


def page(request):
    return render(request, "page.html", {"title": "A page", "sections": SECTIONS})


urlpatterns = [path("", page)]

# What `startproject` sets up, without its admin, and with the two packages that every site of ours needs.
settings.configure(
    SECRET_KEY="only for a benchmark, where nothing is secret",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "csp",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "csp.middleware.CSPMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", {"page.html": PAGE})],
                    )
                ],
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        }
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    STATIC_URL="/static/",
    STATIC_ROOT=os.environ.get("VAR_DIR"),
    CONTENT_SECURITY_POLICY={"DIRECTIVES": {"default-src": ["'none'"]}},
)

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
else:
    application = get_wsgi_application()
