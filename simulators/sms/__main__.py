"""`python -m simulators.sms --port 8921 --known var/simulators/sms.json`"""

from simulators.sms.known import Known
from simulators.sms.server import Gateway
from simulators.starting import serve

serve("sms", 8921, lambda port, file: Gateway(port, Known(file)))
