"""Static files with hashed names, also inside ES modules, so that browsers keep them for a year."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # untyped
    """Rewrites ``import`` and ``export … from`` paths as well as ``url(…)``."""

    support_js_module_import_aggregation = True
