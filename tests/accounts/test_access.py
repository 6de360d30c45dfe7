"""Who gets in where: every address of the project x nobody and each role x GET and POST, against one literal table."""

import re
import uuid
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.contrib.auth.tokens import default_token_generator
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from pytest_django import DjangoDbBlocker

from accounts.models import User
from accounts.roles import Role
from polls.api.models import ApiToken, Delivery, Scope, Webhook
from polls.api.services.messages import ping
from polls.api.services.tokens import make_token
from polls.codebook.document import to_document
from polls.collection.models import Link, RegistrationPage, Upload
from polls.invitations.models import (
    Attribute,
    Contact,
    ContactImport,
    ContactList,
    Invitation,
    Message,
    Organisation,
    Selection,
)
from polls.questionnaire.models import Page, Poll, PollEvent, QuestionnaireImport, QuestionnaireVersion
from polls.questionnaire.pictures import store_picture
from polls.results.models import Coder, Coding, Export, PollWeights, Run
from polls.results.services import exports, runs
from polls.results.services.recipes import recipe_for
from tests.collection import sample
from tests.collection.links import asked_token, made, secret_token
from tests.publication.stored import stored
from tests.results.sample import respond
from tests.worlds import undone

VISITORS = ("nobody", "viewer", "analyst", "editor", "administrator")
EVERYBODY = frozenset(VISITORS)
STAFF = EVERYBODY - {"nobody"}
ANALYSTS = frozenset({"analyst", "administrator"})
WRITERS = frozenset({"analyst", "editor", "administrator"})
EDITORS = frozenset({"editor", "administrator"})
ADMINISTRATORS = frozenset({"administrator"})
NO_ONE: frozenset[str] = frozenset()

Rule = tuple[frozenset[str], frozenset[str]]


def admin_pages(model: str, see: frozenset[str], change: frozenset[str], add: frozenset[str]) -> dict[str, Rule]:
    """Give the rules of the pages that Django's admin has for each model."""
    return {
        f"admin:{model}_changelist": (see, see),
        f"admin:{model}_add": (add, add),
        f"admin:{model}_change": (see, change),
        f"admin:{model}_delete": (change, change),
        f"admin:{model}_history": (see, see),
        f"admin/{model.replace('_', '/')}/<path:object_id>/": (STAFF, STAFF),  # only leads on to the page of the object
    }


# Address: who may GET, who may POST. What stands in no row is denied to all, and fails this test until it has a row.
TABLE: dict[str, Rule] = {
    # log-in and the own account
    "accounts:login": (EVERYBODY, EVERYBODY),
    "accounts:logout": (NO_ONE, STAFF),
    "accounts:profile": (STAFF, STAFF),
    "accounts:password_change": (STAFF, STAFF),
    "accounts:password_reset": (EVERYBODY, EVERYBODY),
    "accounts:password_reset_done": (EVERYBODY, NO_ONE),
    "accounts:password_reset_confirm": (EVERYBODY, EVERYBODY),
    "set_language": (EVERYBODY, EVERYBODY),
    # the admin's frame
    "admin/login/": (EVERYBODY, EVERYBODY),
    "admin/password_change/": (EVERYBODY, EVERYBODY),
    "admin:index": (STAFF, STAFF),
    "admin:logout": (NO_ONE, STAFF),
    "admin:jsi18n": (STAFF, NO_ONE),
    "admin:autocomplete": (NO_ONE, NO_ONE),
    "admin:app_list": (EDITORS | ANALYSTS, EDITORS | ANALYSTS),
    "admin:password_change_done": (STAFF, NO_ONE),
    "admin:view_on_site": (NO_ONE, NO_ONE),
    "nesting_server_data": (STAFF, STAFF),
    # accounts and design in the admin
    **admin_pages("accounts_user", ADMINISTRATORS, ADMINISTRATORS, ADMINISTRATORS),
    **admin_pages("polls_poll", EDITORS, EDITORS, EDITORS),
    **admin_pages("polls_page", EDITORS, EDITORS, NO_ONE),
    "admin:polls_page_changelist": (STAFF, STAFF),  # only leads on to the list of polls
    **admin_pages("polls_questionnaireversion", EDITORS, NO_ONE, NO_ONE),
    **admin_pages("polls_pollevent", EDITORS | ANALYSTS, NO_ONE, NO_ONE),
    **admin_pages("auth_group", NO_ONE, NO_ONE, NO_ONE),
    # respondents
    "polls:open_link": (EVERYBODY, NO_ONE),
    "polls:named_link": (EVERYBODY, NO_ONE),
    "polls:organisation_link": (EVERYBODY, NO_ONE),
    "polls:embedded_link": (EVERYBODY, NO_ONE),
    "polls:kiosk": (EVERYBODY, NO_ONE),
    "polls:kiosk_begin": (EVERYBODY, NO_ONE),
    "polls:kiosk_leave": (NO_ONE, EVERYBODY),
    "polls:kiosk_manifest": (EVERYBODY, NO_ONE),
    "polls:receipt": (EVERYBODY, EVERYBODY),
    "polls:answer": (EVERYBODY, NO_ONE),
    "polls:answer_page": (EVERYBODY, EVERYBODY),
    "polls:review": (EVERYBODY, EVERYBODY),
    "polls:autosave": (NO_ONE, EVERYBODY),
    "polls:take_file": (NO_ONE, EVERYBODY),
    "polls:picture": (EVERYBODY, NO_ONE),
    "polls:add_picture": (NO_ONE, EDITORS),
    "polls:opt_out": (EVERYBODY, EVERYBODY),
    # readers
    "polls:published_all": (EVERYBODY, NO_ONE),
    "polls:published": (EVERYBODY, NO_ONE),
    "polls:published_edition": (EVERYBODY, NO_ONE),
    "polls:published_file": (EVERYBODY, NO_ONE),
    "polls:published_embed": (EVERYBODY, NO_ONE),
    "polls:published_receipt": (EVERYBODY, EVERYBODY),
    # publications
    "polls:publications": (STAFF, WRITERS),
    "polls:publication": (WRITERS, WRITERS),
    "polls:publication_preview": (STAFF, NO_ONE),
    "polls:publication_edition": (WRITERS, WRITERS),
    "polls:publication_approval": (NO_ONE, ADMINISTRATORS),
    # design
    "polls:publish": (EDITORS, EDITORS),
    "polls:questionnaire_import": (EDITORS, EDITORS),
    "polls:questionnaire_import_preview": (EDITORS, EDITORS),
    "polls:poll_files": (EDITORS, NO_ONE),
    "polls:poll_file": (EDITORS, NO_ONE),
    "polls:poll_versions": (EDITORS, NO_ONE),
    "polls:recode_maps": (EDITORS, EDITORS),
    "polls:library": (EDITORS, EDITORS),
    "polls:translations": (EDITORS, EDITORS),
    "polls:recode_map": (EDITORS, EDITORS),
    "polls:close": (EDITORS, EDITORS),
    "polls:reopen": (EDITORS, EDITORS),
    "polls:duplicate": (EDITORS, EDITORS),
    "polls:try": (EDITORS, NO_ONE),
    "polls:preview": (EDITORS, NO_ONE),
    "polls:preview_start": (EDITORS, EDITORS),
    "polls:preview_page": (EDITORS, EDITORS),
    # contacts, inviting and mail
    "polls:contacts": (EDITORS, NO_ONE),
    "polls:contact_add": (EDITORS, EDITORS),
    "polls:contact_edit": (EDITORS, EDITORS),
    "polls:contact_delete": (EDITORS, EDITORS),
    "polls:contact_import": (EDITORS, EDITORS),
    "polls:contact_import_preview": (EDITORS, EDITORS),
    "polls:contact_import_columns": (EDITORS, EDITORS),
    "polls:contact_import_values": (EDITORS, EDITORS),
    "polls:contact_import_undo": (NO_ONE, EDITORS),
    "polls:contact_imports": (EDITORS, NO_ONE),
    "polls:organisations": (EDITORS, NO_ONE),
    "polls:organisation_add": (EDITORS, EDITORS),
    "polls:organisation_edit": (EDITORS, EDITORS),
    "polls:organisation_delete": (EDITORS, EDITORS),
    "polls:lists": (EDITORS, NO_ONE),
    "polls:list_add": (EDITORS, EDITORS),
    "polls:list_edit": (EDITORS, EDITORS),
    "polls:list_remove": (NO_ONE, EDITORS),
    "polls:list_delete": (EDITORS, EDITORS),
    "polls:sample_draw": (EDITORS, EDITORS),
    "polls:selections": (EDITORS, NO_ONE),
    "polls:selection_add": (EDITORS, EDITORS),
    "polls:selection_edit": (EDITORS, EDITORS),
    "polls:selection_delete": (EDITORS, EDITORS),
    "polls:attributes": (EDITORS, NO_ONE),
    "polls:attribute_add": (EDITORS, EDITORS),
    "polls:attribute_edit": (EDITORS, EDITORS),
    "polls:attribute_delete": (EDITORS, EDITORS),
    "polls:person": (EDITORS, NO_ONE),
    "polls:person_data": (EDITORS, NO_ONE),
    "polls:person_erase": (EDITORS, EDITORS),
    "polls:invite": (EDITORS, EDITORS),
    "polls:remind": (EDITORS, EDITORS),
    "polls:messages": (EDITORS, NO_ONE),
    "polls:resend": (NO_ONE, EDITORS),
    "polls:message": (EDITORS, NO_ONE),
    "polls:settle": (NO_ONE, EDITORS),
    "polls:mail_texts": (EDITORS, NO_ONE),
    "polls:mail_text": (EDITORS, EDITORS),
    "polls:mail_plan": (EDITORS, EDITORS),
    "polls:mail_pause": (NO_ONE, EDITORS),
    "polls:mail_hook": (NO_ONE, NO_ONE),  # whoever logs in: only a signature opens it
    "polls:mail_preview": (EDITORS, NO_ONE),
    "polls:mail_test": (NO_ONE, EDITORS),
    "polls:join_panel": (EVERYBODY, EVERYBODY),
    "polls:join_poll": (EVERYBODY, EVERYBODY),
    "polls:join_confirm": (EVERYBODY, EVERYBODY),
    "polls:registration_panel": (EDITORS, EDITORS),
    "polls:registration_poll": (EDITORS, EDITORS),
    "polls:channels": (EDITORS, NO_ONE),
    "polls:channel": (EDITORS, NO_ONE),
    "polls:channel_add": (EDITORS, EDITORS),
    "polls:channel_change": (NO_ONE, EDITORS),
    "polls:channel_file": (EDITORS, NO_ONE),
    "polls:fieldwork": (STAFF, NO_ONE),
    "polls:poll_privacy": (STAFF, NO_ONE),
    "polls:quality": (STAFF, NO_ONE),
    "polls:files": (ANALYSTS, NO_ONE),
    "polls:file": (ANALYSTS, NO_ONE),
    # results
    "polls:home": (STAFF, STAFF),
    "polls:response": (STAFF, NO_ONE),
    "polls:response_csv": (STAFF, NO_ONE),
    "polls:results": (STAFF, NO_ONE),
    "polls:refresh_results": (NO_ONE, STAFF),
    "polls:explore": (STAFF, NO_ONE),
    "polls:explore_csv": (STAFF, NO_ONE),
    "polls:explore_svg": (STAFF, NO_ONE),
    "polls:explore_png": (STAFF, NO_ONE),
    "polls:run": (STAFF, NO_ONE),
    "polls:run_retry": (NO_ONE, STAFF),
    "polls:downloads": (STAFF, NO_ONE),
    "polls:tables_csv": (STAFF, NO_ONE),
    "polls:tables_xlsx": (STAFF, NO_ONE),
    "polls:download_responses": (NO_ONE, ANALYSTS),
    "polls:download_files": (NO_ONE, STAFF),
    "polls:chart_png": (STAFF, NO_ONE),
    "polls:chart_svg": (STAFF, NO_ONE),
    "polls:how": (STAFF, NO_ONE),
    "polls:waves": (STAFF, NO_ONE),
    "polls:answers": (STAFF, NO_ONE),
    "polls:answers_release": (NO_ONE, ANALYSTS),
    "polls:answers_withdraw": (NO_ONE, ANALYSTS),
    "polls:coding": (ANALYSTS, ANALYSTS),
    "polls:coding_frame": (ANALYSTS, ANALYSTS),
    "polls:coding_code": (ANALYSTS, ANALYSTS),
    "polls:coding_work": (ANALYSTS, ANALYSTS),
    "polls:coding_agreement": (ANALYSTS, ANALYSTS),
    "polls:frame_csv": (ANALYSTS, NO_ONE),
    "polls:frame_xlsx": (ANALYSTS, NO_ONE),
    "polls:weights": (ANALYSTS, ANALYSTS),
    "polls:press": (STAFF, WRITERS),
    "polls:press_text": (STAFF, NO_ONE),
    "polls:press_versions": (STAFF, NO_ONE),
    "polls:press_restore": (NO_ONE, WRITERS),
    "polls:press_check": (STAFF, STAFF),
    "polls:method_statement": (STAFF, WRITERS),
    "polls:weights_version": (STAFF, NO_ONE),
    "polls:weights_accept": (NO_ONE, ANALYSTS),
    "polls:export": (ANALYSTS, NO_ONE),
    "polls:access": (ADMINISTRATORS, NO_ONE),
    "polls:token_add": (ADMINISTRATORS, ADMINISTRATORS),
    "polls:token_revoke": (ADMINISTRATORS, ADMINISTRATORS),
    "polls:hook": (ADMINISTRATORS, NO_ONE),
    "polls:hook_add": (ADMINISTRATORS, ADMINISTRATORS),
    "polls:hook_edit": (ADMINISTRATORS, ADMINISTRATORS),
    "polls:hook_secret": (NO_ONE, ADMINISTRATORS),
    "polls:hook_change": (NO_ONE, ADMINISTRATORS),
    "polls:hook_delete": (ADMINISTRATORS, ADMINISTRATORS),
    "polls:delivery": (ADMINISTRATORS, NO_ONE),
    "polls:delivery_again": (NO_ONE, ADMINISTRATORS),
    # other programs: only a token opens these, whoever is logged in
    "polls:api_documentation": (EVERYBODY, NO_ONE),
    "polls:api_openapi": (EVERYBODY, NO_ONE),
    "polls:api_nothing": (NO_ONE, NO_ONE),  # nothing is there
    "polls:api_index": (EVERYBODY, NO_ONE),
    "polls:api_publications": (EVERYBODY, NO_ONE),
    "polls:api_publication": (EVERYBODY, NO_ONE),
    "polls:api_edition": (EVERYBODY, NO_ONE),
    "polls:api_polls": (NO_ONE, NO_ONE),
    "polls:api_poll": (NO_ONE, NO_ONE),
    "polls:api_runs": (NO_ONE, NO_ONE),
    "polls:api_run": (NO_ONE, NO_ONE),
    "polls:export_file": (ANALYSTS, NO_ONE),
}

# Two addresses behind which nothing is: the admin's last resort, and a name that our own page stands before.
PASSED_OVER = {"admin/(?P<url>.*)$", "admin:login", "admin:password_change"}


FILE = {"format": "csv", "values": "codes", "language": "nl"}
FORMS = {"polls:download_responses": FILE, "polls:download_files": {"format": "pdf", "language": "nl"}}
OPEN = {
    "polls:open_link",
    "polls:embedded_link",
    "polls:named_link",
    "polls:channel",
    "polls:channel_add",
    "polls:channel_change",
} | {"polls:channel_file"}
SECRET = {"polls:organisation_link": "organisation"} | {
    f"polls:{name}": "kiosk" for name in ("kiosk", "kiosk_begin", "kiosk_leave", "kiosk_manifest")
}
FILES = {"polls:poll_file": "json", "polls:channel_file": "qr.svg", "polls:published_file": "SLUG-1-tables-nl.csv"}
RESULTS = {
    "polls:tables_csv",
    "polls:tables_xlsx",
    "polls:export_file",
    "polls:download_files",
    "polls:chart_png",
    "polls:chart_svg",
    "polls:publications",
    "polls:publication",
    "polls:publication_preview",
    "polls:publication_edition",
}
"""Give files, which have to be made first."""

# What belongs to one person, or is gone once the first visitor was there: "not found" comes after the permission.
OF_ONE = {
    "polls:contact_delete",
    "polls:organisation_delete",
    "polls:attribute_delete",
    "polls:list_delete",
    "polls:selection_delete",
    "polls:person_erase",
    "polls:contact_import_preview",
    "polls:contact_import_columns",
    "polls:contact_import_values",
    "polls:contact_import_undo",
    "polls:export",
    "polls:export_file",
}


class Address(NamedTuple):
    name: str
    route: str
    parameters: tuple[str, ...]


def addresses(patterns: Any = None, route: str = "", namespace: str = "") -> Iterator[Address]:
    """Walk the whole URL configuration. An address without a name is known by its route."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = route + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            space = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, here, space)
        elif isinstance(pattern, URLPattern):
            name = f"{namespace}{pattern.name}" if pattern.name else here
            yield Address(name, here, tuple(pattern.pattern.regex.groupindex))


ADDRESSES = {address.name: address for address in addresses() if address.name not in PASSED_OVER}


class Site(NamedTuple):
    """Users by role with their sessions, and objects of which the addresses speak."""

    users: dict[str, User]
    sessions: dict[str, str]
    poll: Poll
    run: Run
    export: Export

    def parameters(self, name: str) -> dict[str, str]:
        """Give a value for each parameter that occurs in an address."""
        editor = self.users["editor"]
        in_mail = name == "accounts:password_reset_confirm"
        return {
            "slug": "open" if name in OPEN else self.poll.slug,
            "token": default_token_generator.make_token(editor) if in_mail else self.token(name),
            "page_code": "about",
            "earlier": "open",
            "code": self.code(name),
            "upload_id": sent_file(self.poll) if name == "polls:file" else "",
            "name": FILES.get(name, "").replace("SLUG", self.poll.slug)
            or store_picture(BytesIO(b"\x89PNG\r\n\x1a\n a picture")),
            "run_id": str(self.run.pk),
            "rest": "nowhere",
            "export_id": str(self.export.pk),
            "label": "sector",
            "provider": "plain",
            "number": "1",
            "key": "channels.other" if "coding" in name or "frame_" in name else "criterion",
            "address": self.poll.slug,
            "kind": "open" if name in OPEN else "invitation",
            "question_code": next(iter(sample.QUESTIONNAIRE.variable_by_code)),
            "version": "1",
            "pk": "0" if name in OPEN else str(self.model_of(name).objects.values_list("pk", flat=True)[0]),
            "uidb64": urlsafe_base64_encode(force_bytes(editor.pk)),
            "app_label": "polls",
            "content_type_id": "1",
            "object_id": self.object_id(name),
        }

    def code(self, name: str) -> str:
        """Give the code of a link, an attribute or a question."""
        if "embedded" in name:
            return "frame"
        return "brief" if name in OPEN else "size" if "attribute" in name else "outsources"

    def token(self, name: str) -> str:
        if name == "polls:join_confirm":
            return asked_token()
        return secret_token("open", SECRET[name]) if name in SECRET else sample.invited(self.poll)

    def model_of(self, name: str) -> Any:
        if name == "polls:message":
            return Message
        for part, model in {"token_": ApiToken, "hook": Webhook, "delivery": Delivery}.items():
            if part in name:
                return model
        if "questionnaire_import" in name:
            return QuestionnaireImport
        for part, model in {"organisation": Organisation, "list_": ContactList, "selection": Selection}.items():
            if part in name:
                return model
        return ContactImport if "import" in name else Contact

    def object_id(self, name: str) -> str:
        """Give the key of an object of the model that an address of the admin is about."""
        if "auth" in name:
            return str(Group.objects.create(name="a group").pk)
        models = {"poll": Poll, "page": Page, "questionnaireversion": QuestionnaireVersion, "pollevent": PollEvent}
        for label, model in models.items():
            if re.search(rf"polls[_/]{label}[_/]", name):
                return str(model._default_manager.values_list("pk", flat=True)[0])
        return str(self.users["viewer"].pk)


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    with undone(django_db_blocker), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")):
        yield make_site()


@pytest.fixture
def site(world: Site, django_db_blocker: DjangoDbBlocker, settings: Any) -> Iterator[Site]:
    settings.MAIL_HOOKS = {"plain": "a secret"}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with undone(django_db_blocker):
        yield world


def make_site() -> Site:
    users = {str(role): User.objects.create_user(f"{role}@example.nl", name=role, role=role) for role in Role}
    User.objects.create_user("second@example.nl", name="Second", role=Role.ADMINISTRATOR)
    made(sample.launched_open(slug="open"), name="Brief")
    made(Poll.objects.get(slug="open"), Link.Kind.EMBED, "Frame")
    RegistrationPage.objects.create(key="", is_open=True)
    poll = sample.launched()
    RegistrationPage.objects.create(key=poll.slug, poll=poll, is_open=True)
    respond(poll, [dict(sample.COMPLETE)] * 12, [{}] * 12)
    by, now = users["analyst"], sample.LAUNCH
    run = runs.request_run(poll, recipe=recipe_for(sample.QUESTIONNAIRE), by=by, now=now, is_urgent=False)
    export = exports.request_export(poll, options=FILE, by=by, now=now)
    PollWeights.objects.create(
        poll=poll, name="sector", version=1, scheme={"method": "rake", "targets": {}, "trim": None}, created_at=now
    )
    coding = Coding.objects.create(poll=poll, key="channels.other", created_at=now)
    for number, role in enumerate(sorted(ANALYSTS)):
        Coder.objects.create(coding=coding, user=users[role], number=number)
    Contact.objects.create(email="lee@example.nl", email_key="lee@example.nl")
    Organisation.objects.create(name="Energie", name_key="energie")
    ContactList.objects.create(name="Leden", created_at=now)
    Selection.objects.create(name="Groot", created_at=now)
    Attribute.objects.create(code="size", label={"nl": "Omvang"}, kind="number")
    make_token(name="web", scopes=[Scope.RUNS], polls=None, expires_at=None, by=None, now=now)
    ping(Webhook.objects.create(name="CRM", url="https://192.0.2.1/", created_at=now, is_active=False), now=now)
    sample.invited(poll)
    mailed = Invitation.objects.filter(poll=poll)[0]
    Message.objects.create(invitation=mailed, poll=poll, kind="invitation", not_before=now, created_at=now)
    ContactImport.objects.create(file_name="contacts.csv", state="preview", created_at=now, created_by=users["editor"])
    document = to_document(sample.QUESTIONNAIRE)
    QuestionnaireImport.objects.create(file_name="poll.json", document=document, created_at=now)
    return Site(users, {name: log_in(user) for name, user in users.items()}, poll, run, export)


def log_in(user: User) -> str:
    client = Client()
    client.force_login(user, backend="accounts.backends.RoleBackend")
    return client.cookies[django_settings.SESSION_COOKIE_NAME].value


def sent_file(poll: Poll) -> str:
    """Put a file at the poll, as one that came with answers."""
    sample.invited(poll, is_responded=True)
    upload = Upload.objects.create(
        invitation=Invitation.objects.filter(poll=poll, is_responded=True)[0],
        question="outsources",
        name="a.pdf",
        content_type="application/pdf",
        size=4,
        uploaded_at=sample.LAUNCH,
    )
    default_storage.save(f"uploads/{upload.pk}", ContentFile(b"%PDF"))
    return str(upload.pk)


def path_of(address: Address, parameters: dict[str, str]) -> str:
    missing = set(address.parameters) - parameters.keys()
    assert not missing, f"{address.name} needs {missing}: add it to Site.parameters"
    path = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: parameters[found[1]], address.route)
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: parameters[found[1]], path)
    return "/" + path.replace("\\", "").rstrip("$")


def outcome(response: Any) -> str:
    """Tell whether a response lets the visitor in. A wrong method (405) is a closed door too."""
    assert response.status_code < 500
    if response.status_code == 302 and response["Location"].startswith(
        ("/account/login/?next=", "/admin/login/?next=")
    ):
        return "sent to log-in"
    return {401: "denied", 403: "denied", 404: "not found", 405: "wrong method"}.get(response.status_code, "in")


def test_every_address_has_a_row() -> None:
    assert sorted(ADDRESSES.keys() - TABLE.keys()) == [], "Say in TABLE who may go there."


def test_every_row_has_an_address() -> None:
    assert sorted(TABLE.keys() - ADDRESSES.keys()) == []


@pytest.mark.parametrize("name", sorted(TABLE.keys() & ADDRESSES.keys()))
def test_an_address_lets_in_whom_the_table_says(name: str, site: Site) -> None:
    if name in RESULTS:
        runs.execute(site.run.pk, now=sample.LAUNCH, clock=timezone.now)
        exports.make_export(site.export.pk, now=sample.LAUNCH, clock=timezone.now)
    if name.startswith(("polls:publi", "polls:api_publication", "polls:api_edition")) and name != "polls:publish":
        stored(site.poll, site.run, now=sample.LAUNCH)
    path = path_of(ADDRESSES[name], site.parameters(name))
    for method, allowed in zip(("get", "post"), TABLE[name], strict=True):
        found = {visitor: outcome(visit(site.sessions.get(visitor), method, name, path)) for visitor in VISITORS}
        let_in = {"in", "not found"} if name in OF_ONE else {"in"}

        assert {who for who, result in found.items() if result in let_in} == allowed, f"{method} {path}: {found}"
        assert not allowed or "in" in found.values(), f"{method} {path}: nothing there, so nothing was tried: {found}"


def visit(session: str | None, method: str, name: str, path: str) -> Any:
    client = Client()
    if session:
        client.cookies[django_settings.SESSION_COOKIE_NAME] = session
    response: Any = client.post(path, FORMS.get(name)) if method == "post" else client.get(path)
    if response.streaming:
        b"".join(response.streaming_content)  # read to its end, a file is closed
    return response


def test_a_made_up_key_opens_nothing(client: Client, site: Site) -> None:
    for path in (f"/i/{'x' * 24}/", f"/account/password/new/MQ/{uuid.uuid4().hex}/"):
        page = client.get(path, follow=True)
        assert 'name="new_password1"' not in page.content.decode()
        assert "<fieldset" not in page.content.decode()
