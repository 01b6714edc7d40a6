"""Weekly reports of a campaign: on the screen, as a Word file, as a PDF. Their figures are those that were recorded.

`weekly` builds a report's value from records, `words` makes a paper of it in the active language, and `docx`, `pdf` and
the screen's template each draw that one paper. What it becomes as a page is the stories' matter (`stories.reports`).
"""
