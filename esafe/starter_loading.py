"""Puts the starter content into an empty database, once."""

from django.db import transaction

from esafe import starter
from esafe.item_models import ItemModel
from esafe.models import Site
from esafe.publishing import models_of_items

# What other items point to.
FIRST = frozenset({"service", "action", "figure"})


@transaction.atomic
def load_once() -> bool:
    """Load ``content/`` unless staff have content already. True when it was loaded."""
    if Site.objects.exists():
        return False
    models = models_of_items()
    for entry in sorted(starter.load(), key=lambda entry: entry.kind not in FIRST):
        extra = {f"editor_{name}": value for name, value in entry.editor.items()}
        models[entry.kind].from_item(entry.item, state=ItemModel.State.READY, **extra)
    return True
