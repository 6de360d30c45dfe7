"""A control: the web server with one guard taken out. A link that was used is marked again as if it were not."""

from ksfsurvey.wsgi import application

from polls.collection.services import submission  # isort: skip - after Django is set up

submission._MARK = "UPDATE polls_invitation SET is_responded = TRUE, ending = %s WHERE id = %s"

__all__ = ["application"]
