"""Addresses of people's pages; German and permanent."""

from __future__ import annotations

from django.urls import include, path

from stadtherz.core.people.views import (
    account,
    administration,
    codes,
    demo,
    invitation,
    journal,
    passkeys,
    signing,
    tokens,
)

PATTERNS = [
    path("anmelden/", signing.sign_in, name="sign-in"),
    path("anmelden/passkey/frage", passkeys.ask, name="passkey-ask"),
    path("anmelden/passkey/antwort", passkeys.answer, name="passkey-answer"),
    path("abmelden/", signing.sign_out, name="sign-out"),
    path("einladung/<uuid:person_id>/<str:secret>/", invitation.invitation, name="invitation"),
    path("konto/", account.account, name="account"),
    path("konto/passwort/", account.password, name="password"),
    path("konto/sitzung/", account.end_session, name="session-end"),
    path("konto/passkey/frage", passkeys.ask_new, name="passkey-ask-new"),
    path("konto/passkey/antwort", passkeys.answer_new, name="passkey-answer-new"),
    path("konto/passkey/<uuid:passkey_id>/entfernen/", passkeys.remove, name="passkey-remove"),
    path("konto/codes/", codes.setup, name="codes-setup"),
    path("konto/codes/neu/", codes.renew, name="codes-renew"),
    path("konto/codes/aus/", codes.switch_off, name="codes-off"),
    path("konto/schluessel/", tokens.tokens, name="token-list"),
    path("konto/schluessel/<uuid:token_id>/entziehen/", tokens.revoke, name="token-revoke"),
    path("konto/personen/", administration.people, name="person-list"),
    path("konto/personen/neu/", administration.add, name="person-add"),
    path("konto/personen/<uuid:person_id>/", administration.person, name="person"),
    path(
        "konto/personen/<uuid:person_id>/aendern/",
        administration.change_person,
        name="person-change",
    ),
    path("konto/journal/", journal.entries, name="journal"),
    path("konto/rollen/<uuid:role_id>/", administration.role, name="role"),
    path("demo/", demo.switcher, name="demo"),
]

urlpatterns = [path("", include((PATTERNS, "people")))]
