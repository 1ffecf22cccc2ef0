"""`python -m simulators.zalo --port 8922 --known var/simulators/zalo.json`"""

from simulators.sms.known import Known
from simulators.starting import serve
from simulators.zalo.server import Zalo

serve("zalo", 8922, lambda port, file: Zalo(port, Known(file)))
