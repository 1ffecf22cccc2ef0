"""What accounts do when places and people change."""

from uuid import UUID

from tinhso.core.accounts.actions import (
    follow_merge,
    forget_consents,
    hand_over_posts,
    move_post,
    move_posts,
    retire_person,
    undo_merge,
)
from tinhso.core.accounts.models import Account, Post
from tinhso.core.idempotency.actions import forget_answers_of
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.actions import ask_choices
from tinhso.events.reactions import Delivered, reacts_to
from tinhso.kit.actors import Actor

POST = "post"


@reacts_to("places.PlaceSucceeded")
def place_succeeded(event: Delivered) -> None:
    """A whole place went into another: its posts go with it."""
    if not event.data["part"]:
        move_posts(old=int(event.data["old"]), new=int(event.data["new"]), by=Actor.system(), at=event.at)


@reacts_to("places.PlaceDivided")
def place_divided(event: Delivered) -> None:
    """A place went to several: a person says for each post to which of them it goes."""
    posts = Post.objects.not_ended(event.at).filter(place=event.data["old"]).select_related("account__person")
    ask_choices(POST, [(post.uuid, f"{post.title}, {post.account.called}") for post in posts], old=event.data["old"])


@reacts_to("places.PlaceChoiceSettled")
def place_choice_settled(event: Delivered) -> None:
    """A person said it: the post moves."""
    if event.data["kind"] != POST:
        return
    post = Post.objects.filter(uuid=event.data["row"], place=event.data["old"]).first()
    if post:
        move_post(post, new=int(event.data["new"]), by=Actor.system(), at=event.at)


@reacts_to("organisations.OrganisationSucceeded")
def organisation_succeeded(event: Delivered) -> None:
    """An office handed over to another: its people go along."""
    old, new = (Organisation.objects.get(uuid=UUID(str(one))) for one in (event.about, event.data["new"]))
    hand_over_posts(old=old, new=new, by=Actor.system(), at=event.at)


@reacts_to("people.PeopleMerged")
def people_merged(event: Delivered) -> None:
    """Two rows were one person: accounts and mandates of the one that went follow the one that stayed."""
    merge = UUID(str(event.data["merge"]))
    gone = UUID(str(event.data["gone"]))
    follow_merge(gone, kept=UUID(event.about), merge=merge, by=Actor.system(), at=event.at)


@reacts_to("people.MergeUndone")
def merge_undone(event: Delivered) -> None:
    """They were two after all: what followed goes back."""
    undo_merge(UUID(str(event.data["merge"])), back=UUID(str(event.data["back"])), by=Actor.system(), at=event.at)


@reacts_to("people.PersonForgotten", "people.DeathRecorded")
def person_gone(event: Delivered) -> None:
    """Nobody enters as someone who died or asked to be forgotten, and nobody acts for them any more."""
    retire_person(UUID(event.about), by=Actor.system(), at=event.at)


@reacts_to("people.PersonForgotten")
def their_answers_go(event: Delivered) -> None:
    """What someone was answered when they sent something is forgotten with them, and who stood beside them."""
    forget_consents(UUID(event.about))
    for account in Account.objects.filter(person__uuid=UUID(event.about)):
        forget_answers_of(account=account.pk)
