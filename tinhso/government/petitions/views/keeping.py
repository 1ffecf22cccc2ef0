"""The keeper's pages: rules in versions, tried on past petitions before they are published; topics."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.cases.models import Status
from tinhso.government.petitions.actions.rules import draft_rules, publish_rules, rules_of
from tinhso.government.petitions.actions.topics import enter_topic, retire_topic
from tinhso.government.petitions.actions.trying import try_rules
from tinhso.government.petitions.domain.changes import Change, changes_between
from tinhso.government.petitions.domain.routing import BadRules
from tinhso.government.petitions.forms.keeping import RulesForm, TopicForm, typed_of
from tinhso.government.petitions.models import Learning, RuleBook, Topic
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

CHANGES = {
    Change.NEW: _lazy("new"),
    Change.GONE: _lazy("taken out"),
    Change.OTHER_DESK: _lazy("goes to another office"),
    Change.OTHER_CONDITION: _lazy("holds in other cases"),
    Change.OTHER_WORDS: _lazy("says another reason"),
    Change.MOVED: _lazy("asked earlier or later"),
}


@needs("keep_petition_rules")
@require_safe
def rule_books(request: Request) -> HttpResponse:
    """All versions, and how well topics are suggested."""
    books = list(RuleBook.objects.newest_first().select_related("made_by__person", "published_by__person")[:50])
    learning = Learning.objects.newest().defer("words").first()
    return page(request, "petitions/keeping/rules.html", {"books": books, "learning": learning, "Status": Status})


@needs("keep_petition_rules")
@require_http_methods(["GET", "POST"])
def draft(request: Request) -> HttpResponse:
    """Write the next version: it begins from the draft that is there, else from what is in force."""
    book = RuleBook.objects.drafts().first() or RuleBook.objects.published().first()
    begun = {"rules": json.dumps(book.rules if book else [], ensure_ascii=False, indent=1)}
    form = RulesForm(request.POST or None, initial=begun)
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = draft_rules(told["rules"], note=told["note"], by=request.actor, at=request.at)
            return redirect("rule_book", made.version)
        except BadRules as refusal:
            for fault in refusal.faults:
                form.add_error("rules", f"{fault.path}: {fault.sentence}")
    return page(request, "petitions/keeping/draft.html", {"form": form}, status=400 if form.errors else 200)


@needs("keep_petition_rules")
@require_safe
def rule_book(request: Request, version: int) -> HttpResponse:
    """One version: its rules, what differs from the one before, and for a draft what it would do."""
    book = get_object_or_404(RuleBook, version=version)
    before = RuleBook.objects.filter(version__lt=version).exclude(status=Status.DRAFT).newest_first().first()
    is_draft = book.status == Status.DRAFT
    values = {
        "book": book,
        "before": before,
        "rules": rules_of(book),
        "changes": changes_between(rules_of(before), rules_of(book)) if before else [],
        "change_words": CHANGES,
        "trial": try_rules(book, instead_of=before, at=request.at) if is_draft else None,
        "is_draft": is_draft,
    }
    return page(request, "petitions/keeping/rule_book.html", values)


@needs("keep_petition_rules")
@require_POST
def publish(request: Request, version: int) -> HttpResponse:
    """Let new petitions go by this version."""
    book = get_object_or_404(RuleBook, version=version)
    try:
        publish_rules(book, by=request.actor, at=request.at)
        messages.success(request, _("New petitions go by version %(version)s now.") % {"version": version})
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("rule_book", version)


@needs("keep_petition_rules")
@require_safe
def topics(request: Request) -> HttpResponse:
    """The tree of topics."""
    rows = list(Topic.objects.in_order())
    tops = [topic for topic in rows if topic.parent_id is None]
    below = {top.pk: [topic for topic in rows if topic.parent_id == top.pk] for top in tops}
    return page(request, "petitions/keeping/topics.html", {"tops": tops, "below": below})


@needs("keep_petition_rules")
@require_http_methods(["GET", "POST"])
def topic(request: Request, code: str) -> HttpResponse:
    """Enter or change one; `new` begins an empty one. The code of one below another begins with that one's."""
    known = None if code == "new" else get_object_or_404(Topic, code=code)
    form = TopicForm(request.POST or None, initial=typed_of(known) if known else {})
    if known:
        form.fields["code"].disabled = True
    if form.is_valid() and _entered(request, form, known):
        messages.success(request, _("Kept."))
        return redirect("petition_topics")
    values = {"form": form, "topic": known}
    return page(request, "petitions/keeping/topic.html", values, status=400 if form.errors else 200)


@needs("keep_petition_rules")
@require_POST
def retire(request: Request, code: str) -> HttpResponse:
    """Let nothing new be said under it."""
    try:
        retire_topic(get_object_or_404(Topic, code=code), by=request.actor, at=request.at)
        messages.success(request, _("Nothing new is said under it."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("petition_topics")


def _entered(request: Request, form: TopicForm, known: Topic | None) -> bool:
    code = known.code if known else form.cleaned_data["code"]
    parent = Topic.objects.filter(code=code.rpartition(".")[0]).first()
    last = Topic.objects.order_by("-position").first()
    position = known.position if known else (last.position + 1 if last else 0)
    try:
        enter_topic(code, form.said(position), parent=parent, by=request.actor, at=request.at)
    except Refusal as refusal:
        tell(form, refusal)
        return False
    return True
