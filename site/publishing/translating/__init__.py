"""Pages in several languages: what wagtail-localize leaves undone, and what has fallen behind its original."""
