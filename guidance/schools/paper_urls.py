"""What schools and parents print."""

from django.urls import path

from guidance.paper import views

urlpatterns = [
    path("print/", views.paper, name="print"),
    path("print/busy/", views.busy, name="print-busy"),
    path("print/<slug:code>/<slug:kind>.pdf", views.sheet, name="print-sheet"),
]
