"""Addresses of the stage."""

from django.urls import path

from polls.invitations.views import contacts, importing, inviting, opt_out, samples

urlpatterns = [
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/add/", contacts.contact_add, name="contact_add"),
    path("contacts/import/", importing.contact_import, name="contact_import"),
    path("contacts/import/<uuid:pk>/", importing.contact_import_preview, name="contact_import_preview"),
    path("contacts/<int:pk>/", contacts.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/delete/", contacts.contact_delete, name="contact_delete"),
    path("polls/<slug:slug>/invite/", inviting.invite, name="invite"),
    path("polls/<slug:slug>/remind/", inviting.remind, name="remind"),
    path("polls/<slug:slug>/messages/", inviting.poll_messages, name="messages"),
    path("polls/<slug:slug>/messages/resend/", inviting.resend, name="resend"),
    path("polls/<slug:slug>/mail/", samples.mail_preview, name="mail_preview"),
    path("polls/<slug:slug>/mail/test/", samples.mail_test, name="mail_test"),
    path("u/<str:token>/", opt_out.opt_out, name="opt_out"),
]
