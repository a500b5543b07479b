"""How templates name roles."""

from __future__ import annotations

from django import template

from stadtherz.core.people import roles

register = template.Library()
register.filter("role_name", roles.role_name)
