"""Chinese as the site prints and reads it: as `config.formats.east_asian` has it."""

from config.formats.east_asian import *  # noqa: F403 - Django reads the formats off this module
