"""What is typed about the roster."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.models import Post
from tinhso.kit.forms import Form
from tinhso.kit.saying import say_date


class PostForm(Form):
    """One of the posts that may be told of alerts."""

    post = forms.ChoiceField(label=_("Who"))

    def __init__(self, *args: Any, posts: Sequence[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {str(one.uuid): one for one in posts}
        self.choose("post", [(key, f"{one.title}, {one.organisation.name}") for key, one in self.posts.items()])

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def chosen(self) -> Post:
        return self.posts[self.cleaned_data["post"]]


class DutyForm(PostForm):
    """Who is told in which week."""

    monday = forms.ChoiceField(label=_("Week from Monday"))
    field_order = ("monday", "post")

    def __init__(self, *args: Any, mondays: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("monday", [(one.isoformat(), say_date(one)) for one in mondays])

    @property
    def week(self) -> date:
        return date.fromisoformat(self.cleaned_data["monday"])


class HandOverForm(PostForm):
    """Who has the rest of the week, and what they must know."""

    note = forms.CharField(label=_("What they must know"), max_length=300, required=False)
