"""Index of the Celery tasks, for Celery's discovery. Each stage keeps its own."""
