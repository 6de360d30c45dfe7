"""Addresses of the stage."""

from django.urls import path

from polls.invitations.views import (
    attributes,
    contacts,
    hooks,
    importing,
    inviting,
    opt_out,
    organisations,
    outgoing,
    samples,
)

urlpatterns = [
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/add/", contacts.contact_add, name="contact_add"),
    path("contacts/import/", importing.contact_import, name="contact_import"),
    path("contacts/import/<uuid:pk>/", importing.contact_import_preview, name="contact_import_preview"),
    path("contacts/organisations/", organisations.organisations, name="organisations"),
    path("contacts/organisations/add/", organisations.organisation_add, name="organisation_add"),
    path("contacts/organisations/<int:pk>/", organisations.organisation_edit, name="organisation_edit"),
    path("contacts/organisations/<int:pk>/delete/", organisations.organisation_delete, name="organisation_delete"),
    path("contacts/attributes/", attributes.attributes, name="attributes"),
    path("contacts/attributes/add/", attributes.attribute_add, name="attribute_add"),
    path("contacts/attributes/<str:code>/", attributes.attribute_edit, name="attribute_edit"),
    path("contacts/attributes/<str:code>/delete/", attributes.attribute_delete, name="attribute_delete"),
    path("contacts/import/<uuid:pk>/columns/", importing.contact_import_columns, name="contact_import_columns"),
    path("contacts/import/<uuid:pk>/values/", importing.contact_import_values, name="contact_import_values"),
    path("contacts/import/<uuid:pk>/undo/", importing.contact_import_undo, name="contact_import_undo"),
    path("contacts/imports/", importing.contact_imports, name="contact_imports"),
    path("contacts/<int:pk>/", contacts.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/delete/", contacts.contact_delete, name="contact_delete"),
    path("polls/<slug:slug>/invite/", inviting.invite, name="invite"),
    path("polls/<slug:slug>/remind/", inviting.remind, name="remind"),
    path("polls/<slug:slug>/messages/", outgoing.poll_messages, name="messages"),
    path("polls/<slug:slug>/messages/resend/", outgoing.resend, name="resend"),
    path("polls/<slug:slug>/messages/<int:pk>/", outgoing.message, name="message"),
    path("polls/<slug:slug>/messages/settle/", outgoing.settle, name="settle"),
    path("hooks/mail/<slug:provider>/", hooks.mail_hook, name="mail_hook"),
    path("polls/<slug:slug>/mail/", samples.mail_preview, name="mail_preview"),
    path("polls/<slug:slug>/mail/test/", samples.mail_test, name="mail_test"),
    path("u/<str:token>/", opt_out.opt_out, name="opt_out"),
]
