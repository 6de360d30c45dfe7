"""One row per respondent: token, answers so far, whether finished."""

from django.db import models


class Respondent(models.Model):
    token = models.CharField(max_length=40, unique=True)
    answers = models.JSONField(default=dict)
    is_finished = models.BooleanField(default=False)

    class Meta:
        app_label = "prototype"
