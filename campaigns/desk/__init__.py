"""The desk of the figures' editors in the admin: how counting goes, held figures, closing a campaign.

An app of its own, so that nothing that pages import leads to the collector's code.
"""
