"""Figures for journalists, unions and programs: files under `/du-lieu/…`, the read API `/api/v1/…` (docs/data.md)."""
