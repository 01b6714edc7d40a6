"""Posters, thank-you cards and share kits of stories, initiatives and units: from page to file, and both their screens.

What is drawn and packed stands in `sharing.print` and `sharing.kit`, which know no pages.
"""
