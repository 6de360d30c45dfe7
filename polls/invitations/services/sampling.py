"""Drawing a sample from contacts: kept as a list, with the recipe by which it can be drawn again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet

from polls.codebook import attributes as book
from polls.codebook import samples
from polls.invitations.models import Contact, ContactList, ListMember
from polls.invitations.services.attributes import definitions, value_of

SIMPLE, PROPORTIONAL, FIXED = "simple", "proportional", "fixed"


@dataclass(frozen=True)
class Recipe:
    """How to draw: the method, the seed, the size, and for strata the attribute and (fixed) the size of each."""

    method: str
    seed: str
    size: int = 0
    attribute: str = ""
    sizes: Mapping[str, int] = field(default_factory=dict)


def strata_of(contacts: QuerySet[Contact], attribute: str) -> dict[str, list[int]]:
    """Divide contacts by the groups of an attribute; under the empty text those of whom it is not known."""
    known = definitions().get(attribute)
    strata: dict[str, list[int]] = {}
    for pk, value in contacts.order_by("pk").annotate(value=value_of(attribute)).values_list("pk", "value"):
        group = book.group_of(known, value) if known and value else value
        strata.setdefault(group or "", []).append(pk)
    return strata


def draw(contacts: QuerySet[Contact], recipe: Recipe) -> dict[str, tuple[int, list[int]]]:
    """Draw; give for each stratum (a simple sample has one, without a name) how many there are and who was drawn."""
    if recipe.method == SIMPLE:
        keys = list(contacts.values_list("pk", flat=True))
        return {"": (len(keys), samples.drawn(keys, recipe.size, recipe.seed))}
    strata = strata_of(contacts, recipe.attribute)
    available = {name: len(keys) for name, keys in strata.items()}
    sizes = samples.proportional(available, recipe.size) if recipe.method == PROPORTIONAL else recipe.sizes
    drawn = samples.stratified(strata, sizes, recipe.seed)
    return {name: (available[name], keys) for name, keys in drawn.items()}


def keep_sample(
    name: str,
    contacts: QuerySet[Contact],
    recipe: Recipe,
    *,
    source: str,
    by: AbstractBaseUser | AnonymousUser | None,
    now: datetime,
) -> ContactList:
    """Draw, and keep who was drawn as a list with the recipe. ``source`` says in words who could be drawn."""
    with transaction.atomic():
        strata = draw(contacts, recipe)
        frame = list(contacts.values_list("pk", flat=True))
        document: dict[str, Any] = {
            "method": recipe.method,
            "seed": recipe.seed,
            "size": recipe.size,
            "attribute": recipe.attribute,
            "source": source,
            "frame": len(frame),
            "frame_hash": samples.frame_hash(frame),
            "strata": [[name, count, len(keys)] for name, (count, keys) in sorted(strata.items())],
        }
        made = ContactList.objects.create(
            name=name, recipe=document, created_at=now, created_by_id=by.pk if by else None
        )
        chosen = [key for _, keys in strata.values() for key in keys]
        ListMember.objects.bulk_create([ListMember(list=made, contact_id=key) for key in chosen], batch_size=500)
    return made
