"""Makes the project itself an app, so that its commands, templates and static files are found."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "ksfsurvey"
    verbose_name = "KSF survey"
