"""Forms of sign-in, account and administration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import (
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stadtherz.core.people import queries
from stadtherz.core.people.models import Organisation, Person, Role
from stadtherz.core.people.roles import role_name
from stadtherz.core.registry import queries as registry

if TYPE_CHECKING:
    from stadtherz.core.registry.values import Actor


class SignInForm(forms.Form):
    """Name and password; the name field also offers passkeys (WebAuthn's conditional UI)."""

    login = forms.CharField(
        label=_("User name"),
        max_length=120,
        widget=forms.TextInput(
            attrs={"autocomplete": "username webauthn", "autocapitalize": "none"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """The code of the second step."""

    step = forms.CharField(widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class ConfirmCodeForm(forms.Form):
    """The first code of a new generator."""

    code = forms.CharField(
        label=_("Code from the app"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class OwnForm(forms.Form):
    """Name and language."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class NewPasswordForm(forms.Form):
    """A new password, twice; judged by the installation's validators."""

    password = forms.CharField(
        label=_("New password"),
        max_length=256,
        strip=False,
        help_text=_("At least 12 characters. A few words in a row are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        password = told.get("password")
        if password and told.get("again") and password != told["again"]:
            self.add_error("again", ValidationError(_("The two passwords differ.")))
        elif password:
            try:
                validate_password(password, self.person)
            except ValidationError as error:
                self.add_error("password", error)
        return told


class ChangePasswordForm(NewPasswordForm):
    """The same, after the current password."""

    current = forms.CharField(
        label=_("Current password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("current", "password", "again")


LIFETIMES = (("30", _("30 days")), ("90", _("90 days")), ("365", _("One year")), ("0", _("No end")))


class TokenForm(forms.Form):
    """A new key for a program."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=120,
        help_text=_("Such as: dispatch system, weather station."),
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    days = forms.ChoiceField(label=_("Good for"), choices=LIFETIMES, initial="365")
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        offices = queries.organisations(by=by, permission="people.issue_token")
        cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"]).queryset = offices
        cast("forms.MultipleChoiceField", self.fields["scopes"]).choices = [
            (key, str(right.label))
            for key, right in sorted(registry.permissions().items())
            if by.may(key)
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        office = told.get("organisation")
        beyond = [
            key for key in told.get("scopes", []) if office and not self.by.may(key, office.id)
        ]
        if beyond:
            self.add_error(
                "scopes",
                _("You do not hold this right there yourself: %(names)s")
                % {"names": ", ".join(beyond)},
            )
        return told


class RoleChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg] # generic in the stubs only
    """A role, shown with its organisation."""

    def label_from_instance(self, obj: Role) -> str:
        return f"{obj.organisation.name}: {role_name(obj)}"


class GiveRoleForm(forms.Form):
    """A role in one of the organisations that one manages, for good or until a moment."""

    role = RoleChoiceField(label=_("Role"), queryset=Role.objects.none(), empty_label=None)
    until_at = forms.DateTimeField(
        label=_("Until"),
        required=False,
        help_text=_("Empty means for good."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = queries.organisations(by=by, permission="people.manage")
        cast("RoleChoiceField", self.fields["role"]).queryset = (
            Role.objects.filter(organisation__in=offices)
            .select_related("organisation")
            .order_by("organisation__name", "name")
        )


class AddPersonForm(GiveRoleForm):
    """A new account with its first role."""

    login = forms.CharField(
        label=_("User name"),
        max_length=120,
        help_text=_("With it the person signs in, such as an official e-mail address."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), required=False)
    until_at = None  # type: ignore[assignment] # Django's way to leave an inherited field out
    field_order = ("login", "name", "email", "role")

    def clean_login(self) -> str:
        login: str = self.cleaned_data["login"]
        if Person.objects.filter(login__iexact=login).exists():
            raise ValidationError(_("This user name is taken."))
        return login


class GrantsForm(forms.Form):
    """The rights of a role, one group of boxes per room of the house."""

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = set(role.grants.values_list("permission", flat=True))
        for room in registry.modules():
            if room.permissions:
                self.fields[room.key] = forms.MultipleChoiceField(
                    label=room.label,
                    required=False,
                    choices=[(right.key, right.label) for right in room.permissions],
                    initial=[right.key for right in room.permissions if right.key in held],
                    widget=forms.CheckboxSelectMultiple,
                )

    def chosen(self) -> list[str]:
        """Keys of the rights that are ticked."""
        return [key for keys in self.cleaned_data.values() for key in keys]
