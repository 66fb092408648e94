"""Template words for the admin alone."""

from django import template

from esafe.staff import browsers
from esafe.staff.field_words import field_in_words
from reporting_links.hours_preview import service_as_typed

register = template.Library()
register.filter("field_in_words", field_in_words)
register.filter("service_as_typed", service_as_typed)
register.filter("browser_in_words", browsers.in_words)
