"""Addresses under /accounts/."""

from django.urls import path

from accounts.login.views import LoginView
from accounts.password import views as password
from accounts.sessions import views as sessions

urlpatterns = [
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", sessions.logout, name="logout"),
    path("password/", password.change, name="password"),
    path("password/link/", password.use_link, name="password-link"),
    path("password/link/<str:secret>", password.open_link, name="password-link-open"),
]
