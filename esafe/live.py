"""The editions of this site, as its processes see them."""

from django.conf import settings

from esafe.edition_store import EditionStore

store = EditionStore(settings.EDITIONS_DIR)
