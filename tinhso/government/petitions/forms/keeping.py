"""What the keeper of topics and rules types."""

import json

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.government.petitions.actions.topics import TopicWords
from tinhso.government.petitions.domain.desks import desk_kinds
from tinhso.government.petitions.models import Topic


class RulesForm(forms.Form):
    """A version of the rules as JSON."""

    rules = forms.CharField(
        label=_("Rules (JSON, the first that holds wins)"),
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "false", "class": "code"}),
        max_length=200_000,
    )
    note = forms.CharField(label=_("Why it changes"), max_length=500, required=False)

    def clean_rules(self) -> object:
        try:
            return json.loads(self.cleaned_data["rules"])
        except ValueError as wrong:
            raise forms.ValidationError(_("This is no JSON: %(why)s") % {"why": str(wrong)[:120]}) from wrong


class TopicForm(forms.Form):
    """One topic in three languages."""

    code = forms.RegexField(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$", label=_("Code"), max_length=60)
    vi = forms.CharField(label=_("Name in Vietnamese"), max_length=60)
    en = forms.CharField(label=_("Name in English"), max_length=60)
    id = forms.CharField(label=_("Name in Indonesian"), max_length=60)
    icon = forms.CharField(label=_("Picture (name of an icon)"), max_length=40)
    desk = forms.ChoiceField(label=_("Kind of office"), choices=lambda: [(code, code) for code in desk_kinds()])
    days = forms.IntegerField(label=_("Working days for an answer"), min_value=1, max_value=60, required=False)
    urgent = forms.BooleanField(label=_("People may be in danger"), required=False)
    keywords = forms.CharField(
        label=_("Words by which it is found"),
        help_text=_("Separated by commas."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def said(self, position: int) -> TopicWords:
        """What was typed, as the action wants it."""
        told = self.cleaned_data
        words = tuple(word.strip() for word in told["keywords"].split(",") if word.strip())
        return TopicWords(
            words={language: told[language] for language in ("vi", "en", "id")}, icon=told["icon"], desk=told["desk"],
            days=told["days"], urgent=told["urgent"], keywords=words, position=position,
        )  # fmt: skip


def typed_of(topic: Topic) -> dict[str, object]:
    """A topic as its form shows it."""
    return {
        **topic.words, "code": topic.code, "icon": topic.icon, "desk": topic.desk, "days": topic.days,
        "urgent": topic.urgent, "keywords": ", ".join(topic.keywords),
    }  # fmt: skip
