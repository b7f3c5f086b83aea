"""The API and the page: ``spotsmith serve``. ``app.py`` puts it together, ``run.py`` runs it."""
