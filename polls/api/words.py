"""Texts of this room that are written in the language of the reader."""

from django.utils.functional import Promise

Words = str | Promise
