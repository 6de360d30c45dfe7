"""Addresses of log-in, log-out, passwords and the profile."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.profile, name="profile"),
    path("login/", views.LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", views.ChangePasswordView.as_view(), name="password_change"),
    path("password/forgotten/", views.PasswordLinkView.as_view(), name="password_reset"),
    path("password/sent/", views.PasswordLinkSentView.as_view(), name="password_reset_done"),
    path("password/new/<uidb64>/<token>/", views.NewPasswordView.as_view(), name="password_reset_confirm"),
]
