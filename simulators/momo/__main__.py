"""`python -m simulators.momo --port 8913 --known var/simulators/momo.json`"""

from simulators.momo.server import Desk, Momo
from simulators.tills.starting import serve

serve("momo", 8913, lambda port, known: Momo(port, Desk, known))
