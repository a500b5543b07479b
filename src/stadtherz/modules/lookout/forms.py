"""Forms of the lookout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stadtherz.core.occasions.actions import Report
from stadtherz.core.people import queries as people
from stadtherz.core.places import queries as places
from stadtherz.modules.lookout import queries

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.people.models import Organisation

OPEN = "occasions.open"


class OrganisationsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # Django's class takes none at run time
    """Organisations by their name."""

    def label_from_instance(self, organisation: Organisation) -> str:
        """The name."""
        return organisation.name


class OpenIncidentForm(forms.Form):
    """What the dispatcher tells of a new incident; the place by search, UTMREF or degrees."""

    title = forms.CharField(
        label=_("What happened?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    keyword = forms.CharField(label=_("Keyword"), max_length=80, required=False)
    place = forms.CharField(
        label=_("Where?"),
        max_length=120,
        help_text=_("Address, place, UTMREF or coordinates"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    lon = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    is_exercise = forms.BooleanField(label=_("This is an exercise"), required=False)
    guests = OrganisationsField(
        label=_("Who takes part?"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        own = by.organisations_with(OPEN)
        kwargs.setdefault("initial", {})
        kwargs["initial"].setdefault("guests", queries.usual_guests(own))
        super().__init__(*args, **kwargs)
        self.fields["guests"].queryset = queries.organisations_to_invite(own)  # type: ignore[attr-defined] # a model choice field

    def clean(self) -> dict[str, Any]:
        """Find the place that was typed when none was chosen from the list."""
        told = super().clean() or {}
        if told.get("lon") is not None and told.get("lat") is not None:
            return told
        found = places.find(told.get("place", ""), people.town(), limit=1)
        if not found:
            self.add_error(
                "place",
                _("This place was not found. Choose one from the list, or enter coordinates."),
            )
            return told
        told["lon"], told["lat"], told["place"] = found[0].lon, found[0].lat, found[0].label
        return told

    def report(self) -> Report:
        """The incident as an action takes it."""
        told = self.cleaned_data
        return Report(
            title=told["title"],
            keyword=told["keyword"],
            address=told["place"],
            lon_deg=told["lon"],
            lat_deg=told["lat"],
            is_exercise=told["is_exercise"],
        )


class MissionForm(forms.Form):
    """What a crew tells of its flight."""

    name = forms.CharField(label=_("Aircraft or crew"), max_length=120)
    crew_note = forms.CharField(label=_("Note"), max_length=400, required=False)
