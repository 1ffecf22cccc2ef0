"""The product's settings, with a few doors more for what is injected."""

from tinhso.site import settings as product

globals().update({name: value for name, value in vars(product).items() if name.isupper()})
ROOT_URLCONF = "tests.faults.doors"
