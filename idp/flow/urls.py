"""Addresses under /signin/."""

from django.urls import path

from idp.flow import views

urlpatterns = [
    path("<uuid:key>", views.resume, name="sign-in"),
    path("<uuid:key>/consent", views.ask_consent, name="consent"),
]
