"""What staff may change about themselves."""

from django.test import Client

from accounts.models import User


def test_staff_change_their_name_and_nothing_else(client: Client, editor: User) -> None:
    client.force_login(editor, backend="accounts.backends.RoleBackend")
    response = client.post(
        "/account/", {"name": "Bo de Boer", "role": "administrator", "email": "x@example.nl", "is_active": ""}
    )

    assert response["Location"] == "/account/"
    editor.refresh_from_db()
    assert (editor.name, editor.role, editor.email, editor.is_active) == ("Bo de Boer", "editor", "bo@example.nl", True)


def test_a_name_is_needed(client: Client, editor: User) -> None:
    client.force_login(editor, backend="accounts.backends.RoleBackend")
    response = client.post("/account/", {"name": ""})

    assert response.status_code == 200
    assert 'aria-invalid="true"' in response.content.decode()
    editor.refresh_from_db()
    assert editor.name == "Bo"
