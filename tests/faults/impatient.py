"""A control: the web server with one guard taken out. It waits for the database as long as the network likes."""

from ksfsurvey.postgresql import base, patience
from ksfsurvey.wsgi import application

patience.Budget.__init__.__defaults__ = (3600.0,)
patience.STATEMENT = 3600.0
base.CONNECTING = 3600

__all__ = ["application"]
