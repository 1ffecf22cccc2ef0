"""Dates and numbers: Indonesian writes them as Vietnamese does."""

from tinhso.kit.formats.vi import formats

globals().update({name: value for name, value in vars(formats).items() if name.isupper()})
