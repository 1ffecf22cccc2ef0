"""`python -m simulators.momo --port 8913 --known var/simulators/momo.json`"""

from simulators.momo.server import Desk, Momo
from simulators.starting import serve
from simulators.tills.counter import Known

serve("momo", 8913, lambda port, file: Momo(port, Desk, Known(file)))
