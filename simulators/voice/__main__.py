"""`python -m simulators.voice --port 8926 --known var/simulators/voice.json`"""

from simulators.sms.known import Known
from simulators.starting import serve
from simulators.voice.server import Exchange

serve("voice", 8926, lambda port, file: Exchange(port, Known(file)))
