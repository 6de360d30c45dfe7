"""The minimal prototype: what Django itself costs when every page is stored. Nothing here is part of the product."""

import environ

from ksfsurvey.databases import with_options

env = environ.Env()
SECRET_KEY = "benchmark"
DEBUG = False
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["bench.prototype"]
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
ROOT_URLCONF = "bench.prototype.views"
DATABASES = {"default": with_options(env.db_url("DATABASE_URL"))}
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
