"""The demo's content: written for this project, loaded by `manage.py load_demo`. Not used in production."""
