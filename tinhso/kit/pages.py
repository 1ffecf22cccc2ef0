"""Pages: Jinja2 templates of the systems, strict about undefined names, beside Django's own for third parties."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.template.backends.jinja2 import Jinja2
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from tinhso.kit import page_parts
from tinhso.kit.icons import icon_drawings
from tinhso.kit.passport import systems
from tinhso.kit.rendering import rendering

EXTENSIONS = ["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]


class Pages(Jinja2):
    """Django's Jinja2 engine over the `templates/` of the systems only."""

    app_dirname = "templates"

    @cached_property
    def template_dirs(self) -> tuple[str, ...]:
        """Every system's `templates/` folder that exists."""
        return tuple(str(folder) for system in systems() if (folder := Path(system.path) / "templates").is_dir())


def environment(**options: Any) -> Environment:
    """The Jinja2 environment: strict, translated, with the kit's filters and globals."""
    strict = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True, "extensions": EXTENSIONS}
    env = Environment(autoescape=options.pop("autoescape", True), **(options | strict))
    cast(Any, env).install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)
    page_parts.add(env)
    return env


def page(
    request: HttpRequest, template: str, values: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a template to an answer. `request` is always known to the template."""
    with rendering(getattr(request, "at", None) or timezone.now()):
        html = render_to_string(template, dict(values or {}), request, using="pages")
        html += icon_drawings()
    return HttpResponse(html, status=status)
