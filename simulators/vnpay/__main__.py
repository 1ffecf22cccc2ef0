"""`python -m simulators.vnpay --port 8912 --known var/simulators/vnpay.json`"""

from simulators.tills.starting import serve
from simulators.vnpay.server import Desk, Vnpay

serve("vnpay", 8912, lambda port, known: Vnpay(port, Desk, known))
