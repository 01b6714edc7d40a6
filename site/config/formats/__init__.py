"""Number and date formats of the site's languages, for `FORMAT_MODULE_PATH = "config.formats"`."""
