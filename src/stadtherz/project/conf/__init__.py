"""The settings of one installation: one typed tree, read once.

``current()`` gives the tree, ``settings_of("lights")`` the settings of one room.
"""

from .errors import SettingsError
from .places import config_file, home_directory
from .read import current, read, read_with_sources, settings_of
from .tree import DatabaseSettings, Installation, MailSettings, ServerSettings

__all__ = [
    "DatabaseSettings",
    "Installation",
    "MailSettings",
    "ServerSettings",
    "SettingsError",
    "config_file",
    "current",
    "home_directory",
    "read",
    "read_with_sources",
    "settings_of",
]
