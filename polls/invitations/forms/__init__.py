"""What staff and respondents fill in on the pages of this stage."""

from polls.invitations.forms.attributes import AttributeForm
from polls.invitations.forms.audience import AudienceForm
from polls.invitations.forms.contacts import ContactForm, OrganisationForm
from polls.invitations.forms.general import BootstrapForm, OptOutForm, UploadForm

__all__ = [
    "AttributeForm",
    "AudienceForm",
    "BootstrapForm",
    "ContactForm",
    "OptOutForm",
    "OrganisationForm",
    "UploadForm",
]
