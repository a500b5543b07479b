"""The form of an override."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stadtherz.core.registry.queries import settings_of
from stadtherz.modules.lights.models import LampGroup
from stadtherz.modules.lights.queries import Selection
from stadtherz.modules.lights.settings import Settings

if TYPE_CHECKING:
    from stadtherz.core.people.models import Organisation

MINUTES = (15, 30, 60, 120, 240, 480, 720)
HOUR = 60


class OverrideForm(forms.Form):
    """Where, how bright, why, how long."""

    street = forms.CharField(
        label=_("Street"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "streets", "autocomplete": "off"}),
    )
    group = forms.ModelChoiceField(
        queryset=LampGroup.objects.none(),
        label=_("or group"),
        required=False,
        empty_label=_("no group"),
    )
    numbers = forms.CharField(
        label=_("or lamp numbers"),
        required=False,
        max_length=2000,
        help_text=_(
            "For example 042-007, 042-008. A lamp chosen on the map offers its street and its page."
        ),
    )
    level_percent = forms.FloatField(
        label=_("Level in percent"), min_value=0, max_value=100, initial=100
    )
    minutes = forms.TypedChoiceField(label=_("Ends by itself after"), coerce=int)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    field_order = [
        "street",
        "group",
        "numbers",
        "level_percent",
        "minutes",
        "reason",
    ]

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = LampGroup.objects.filter(organisation=organisation)  # type: ignore[attr-defined] # a ModelChoiceField
        longest = settings_of(Settings).override_hours_max * HOUR
        self.fields["minutes"].choices = [  # type: ignore[attr-defined] # a choice field
            (minutes, _span(minutes)) for minutes in MINUTES if minutes <= longest
        ]
        self.fields["minutes"].initial = HOUR

    def clean(self) -> dict[str, Any]:
        """Exactly one of street, group and numbers says where."""
        told = super().clean() or {}
        if sum(bool(told.get(name)) for name in ("street", "group", "numbers")) != 1:
            raise forms.ValidationError(
                _("Choose either a street, or a group, or lamp numbers."), code="lights.E002"
            )
        return told

    def selection(self) -> Selection:
        """What was chosen."""
        told = self.cleaned_data
        numbers = told["numbers"].replace(",", " ").replace(";", " ").split()
        return Selection(
            street=told["street"],
            group_id=told["group"].id if told["group"] else None,
            numbers=tuple(numbers),
        )

    def expires_at(self) -> dt.datetime:
        """When it ends."""
        return timezone.now() + dt.timedelta(minutes=self.cleaned_data["minutes"])


def _span(minutes: int) -> str:
    if minutes < HOUR:
        return _("%(count)s minutes") % {"count": minutes}
    if minutes == HOUR:
        return str(_("1 hour"))
    return _("%(count)s hours") % {"count": minutes // HOUR}
