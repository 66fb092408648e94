from django.urls import path

from esafe.api import views

urlpatterns = [
    path("llms.txt", views.llms, name="llms"),
    path("api/", views.index, name="api"),
    path("api/edition/", views.edition, name="api-edition"),
    path("api/openapi.json", views.openapi, name="api-openapi"),
]
for kinds in ("pages", "services", "situations", "news"):
    urlpatterns += [
        path(f"api/{kinds}/", views.item_list, {"kinds": kinds}, name=f"api-{kinds}"),
        path(f"api/{kinds}/<slug:slug>/", views.item, {"kinds": kinds}, name=f"api-{kinds}-item"),
    ]
