"""Which static files are collected."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class HouseStaticFilesConfig(StaticFilesConfig):
    """Leaves out what nobody loads and what hashed names cannot rewrite."""

    # django-htmx's extensions import bare module names, which no page of ours maps
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "ext/*.js"]
