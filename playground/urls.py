"""Addresses under /playground/."""

from django.urls import path

from playground import views

urlpatterns = [
    path("", views.index, name="playground"),
    path("start", views.start, name="playground-start"),
    path("callback", views.callback, name="playground-callback"),
    path("machine", views.machine, name="playground-machine"),
]
