"""`python -m simulators.vnpay --port 8912 --known var/simulators/vnpay.json`"""

from simulators.starting import serve
from simulators.tills.counter import Known
from simulators.vnpay.server import Desk, Vnpay

serve("vnpay", 8912, lambda port, file: Vnpay(port, Desk, Known(file)))
