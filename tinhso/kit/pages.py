"""Pages: Jinja2 templates of the systems, strict about undefined names, beside Django's own for third parties."""

from collections.abc import Callable, Mapping, MutableMapping
from functools import cached_property
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.utils import timezone
from jinja2 import Environment, StrictUndefined
from jinja2.runtime import Context, Macro

from tinhso.kit import page_parts, wording
from tinhso.kit.aloud import stamped
from tinhso.kit.icons import icon_drawings
from tinhso.kit.passport import systems
from tinhso.kit.rendering import rendering

EXTENSIONS = ["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]
_PLAIN = frozenset({FunctionType, MethodType, Macro})


class PageContext(Context):
    """Jinja2's, which calls plain functions and macros at once, without asking each what it wants to be given.

    Every page calls hundreds; the asking took longer than most of what they do. Pages always escape, so that a macro
    need not be told whether to.
    """

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if type(called) not in _PLAIN or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return called(*args, **kwargs)


class PageEnvironment(Environment):
    """Jinja2's, which looks names up in one dictionary when a template has no globals of its own; none has."""

    context_class = PageContext

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template knows beside its values."""
        return super().make_globals(d) if d else self.globals


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
    env = PageEnvironment(autoescape=options.pop("autoescape", True), cache_size=-1, **(options | strict))
    cast(Any, env).newstyle_gettext = True
    env.globals.update(
        _=wording.say, gettext=wording.say, ngettext=wording.say_many,
        pgettext=wording.say_in, npgettext=wording.say_many_in,
    )  # fmt: skip
    page_parts.add(env)
    return env


def page(
    request: HttpRequest, template: str, values: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a template to an answer. `request` is always known to the template."""
    with rendering(getattr(request, "at", None) or timezone.now(), request):
        html = engines["pages"].get_template(template).render(dict(values or {}), request)
        html = stamped(page_parts.filled(html + icon_drawings(), request))
    return HttpResponse(html, status=status)
