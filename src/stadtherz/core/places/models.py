"""Tables of town packs, streets, addresses and places."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from stadtherz.core.people.models import Organisation, Town
from stadtherz.core.places.spatial import BOX, Columns
from stadtherz.core.registry.identity import new_id


class TownPack(models.Model):
    """A town pack as it was loaded; the one with the latest `loaded_at` is the town's own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="packs")
    key = models.SlugField(max_length=63)
    digest = models.CharField(max_length=64, help_text="SHA-256 over town.toml and lights.toml.")
    loaded_at = models.DateTimeField(null=True, help_text="Null while its rows are being written.")
    attribution = models.CharField(max_length=200)
    licence = models.CharField(max_length=60)
    source = models.TextField(blank=True)
    source_on = models.DateField(null=True)
    counts = models.JSONField(default=dict)
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    lon = models.FloatField(help_text="Longitude of the middle, degrees.")
    lat = models.FloatField(help_text="Latitude of the middle, degrees.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["town", "digest"], name="pack_once_per_town"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"

    @property
    def version(self) -> str:
        """Short name of exactly these files; also names tiles in browsers' caches."""
        return self.digest[:12]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        return self.west, self.south, self.east, self.north


class Street(models.Model):
    """A street name of a town, with a point on it."""

    spatial_columns: ClassVar[Columns] = BOX

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="streets")
    pack = models.ForeignKey(TownPack, on_delete=models.PROTECT, related_name="streets")
    name = models.CharField(max_length=200)
    search = models.TextField(help_text="Folded words, see places.domain.search_text.")
    address_count = models.PositiveIntegerField(default=0)
    lon = models.FloatField()
    lat = models.FloatField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["town", "name"], name="street_once_per_town"),
        ]

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """A house number with its position in degrees."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="addresses")
    pack = models.ForeignKey(TownPack, on_delete=models.PROTECT, related_name="addresses")
    street = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="addresses")
    housenumber = models.CharField(max_length=40)
    number_key = models.CharField(max_length=40, help_text="Folded, see places.domain.number_key.")
    number_order = models.PositiveIntegerField(default=0)
    postcode = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=120, blank=True)
    lon = models.FloatField()
    lat = models.FloatField()

    class Meta:
        verbose_name_plural = "addresses"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["street", "housenumber", "postcode"], name="address_once_per_street"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["street", "number_order"], name="address_by_number"),
        ]

    def __str__(self) -> str:
        return f"{self.street_id} {self.housenumber}"


class Place(models.Model):
    """A point, line or area with a meaning: a school, a bus stop, a park.

    Places of a pack are public and belong to nobody; a place with an organisation is its own.
    """

    class Geometry(models.TextChoices):
        POINT = "point"
        LINE = "line"
        AREA = "area"

    spatial_columns: ClassVar[Columns] = BOX

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="places")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="places"
    )
    pack = models.ForeignKey(TownPack, on_delete=models.PROTECT, null=True, related_name="places")
    kind = models.CharField(max_length=80, help_text="See places.kinds.")
    name = models.CharField(max_length=255, blank=True)
    search = models.TextField(blank=True, help_text="Folded words of the name.")
    geometry = models.CharField(max_length=5, choices=Geometry.choices, default=Geometry.POINT)
    lon = models.FloatField(help_text="Longitude of a point on it, degrees.")
    lat = models.FloatField(help_text="Latitude of a point on it, degrees.")
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    geojson = models.JSONField(null=True, help_text="Geometry of lines and areas (RFC 7946).")
    source = models.CharField(max_length=60, help_text="osm:n123, or how it was entered.")
    is_derived = models.BooleanField(default=False, help_text="Computed, not surveyed.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["town", "source"], name="place_once_per_source"),
        ]
        indexes: ClassVar = [models.Index(fields=["town", "kind", "name"], name="place_by_kind")]

    def __str__(self) -> str:
        return self.name or self.kind
