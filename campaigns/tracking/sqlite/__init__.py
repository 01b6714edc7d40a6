"""Django's SQLite backend, which can do nothing but read."""
