"""The icons of the kit as a tag for Django's own template language, for `bench.page_engine` only."""

from django import template

from tinhso.kit.icons import icon

register = template.Library()
register.simple_tag(icon, name="draw_icon")
