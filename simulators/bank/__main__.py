"""`python -m simulators.bank --port 8911 --known var/simulators/bank.json`"""

from simulators.bank.server import Bank, Desk
from simulators.starting import serve
from simulators.tills.counter import Known

serve("bank", 8911, lambda port, file: Bank(port, Desk, Known(file)))
