"""The accounts of staff: invite, change roles, sign out, help after a lost phone."""

from smtplib import SMTPException
from typing import Any, ClassVar, cast

from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from esafe.staff import administrators, audit, invitations, lost_phone, role_news, sessions
from esafe.staff.administrators import ADMINISTRATOR
from esafe.staff.rights import rights_of
from esafe.staff.roles import ROLES


class _PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    first_name = forms.CharField(label=_("name"), max_length=150)
    groups = forms.ModelMultipleChoiceField(
        label=_("roles"),
        queryset=Group.objects.filter(name__in=ROLES),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class PersonForm(_PersonForm):
    """``by`` is who fills it in."""

    by: ClassVar[User]

    class Meta:
        model = User
        fields = ("first_name", "groups", "is_active")

    def clean(self) -> dict[str, Any]:
        """Somebody must be left who looks after accounts; nobody locks themselves out by a slip of the hand."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if "groups" in values and "is_active" in values and (reason := self._refused(values)):
            self.add_error("groups" if values["is_active"] else "is_active", reason)
        return values

    def _refused(self, values: dict[str, Any]) -> Any:
        was = User.objects.get(pk=self.instance.pk)
        stays = was.is_superuser or ADMINISTRATOR in {group.name for group in values["groups"]}
        if not administrators.are(was) or (values["is_active"] and stays):
            return None
        if was == self.by:
            return _(
                "You cannot close your own account or give up your own role of administrator. "
                "Please ask another administrator to do it."
            )
        if not administrators.remain_without(was):
            return _(
                "This is the last administrator, and nobody could give the role back. "
                "Please make somebody else an administrator first."
            )
        return None


class InvitationForm(_PersonForm):
    email = forms.EmailField(
        label=_("email"), help_text=_("Their own, not a shared one. We send a link to it.")
    )

    class Meta:
        model = User
        fields = ("email", "first_name", "groups")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(username=email).exists() or EmailAddress.objects.filter(email=email).exists():
            raise ValidationError(_("There is an account with this address already."))
        return email


# A fresh factor, five minutes old at most, for whatever changes who may do what (R41).
fresh = method_decorator(reauthentication_required)


class PeopleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("first_name", "email", "roles", "two_factors", "last_login", "is_active")
    list_filter = ("is_active", "groups")
    search_fields = ("first_name", "email")
    ordering = ("first_name", "email")
    actions = ("sign_out", "send_link_again", "forget_factors")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Accounts that were invited; one made for a test or a rescue by hand is shown as well."""
        return super().get_queryset(request).prefetch_related("groups", "authenticator_set")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return type("PersonForm", (PersonForm,), {"by": request.user}) if obj else InvitationForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_form(request, obj).Meta.fields

    @admin.display(description=_("roles"))
    def roles(self, obj: User) -> str:
        return ", ".join(sorted(group.name for group in obj.groups.all()))

    @admin.display(description=_("two factors"), boolean=True)
    def two_factors(self, obj: User) -> bool:
        return any(factor.type != "recovery_codes" for factor in obj.authenticator_set.all())  # type: ignore[attr-defined]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An account is closed, not deleted: what it did keeps its name."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes an account that may do everything, but one who may as well."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_superuser or request.user.is_superuser)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who may not see accounts is told so before they are asked for a factor."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._freshly(request, *args, **kwargs)

    @fresh
    def _freshly(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(request, *args, **kwargs)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> User:
        """A new account is made, and invited, before the admin goes on with it."""
        if change:
            return cast(User, super().save_form(request, form, change))
        values = form.cleaned_data
        roles = [group.name for group in values["groups"]]
        form.instance = invitations.make_account(
            values["email"], values["first_name"], roles, request.user.get_username()
        )
        self._send(request, form.instance)
        self._tell(request, form.instance, None, rights_of(form.instance))
        return cast(User, form.instance)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            return
        before = rights_of(User.objects.get(pk=obj.pk))
        super().save_model(request, obj, form, change)
        after = {"may_sign_in": obj.is_active, "roles": sorted(g.name for g in form.cleaned_data["groups"])}
        if before != after:
            audit.note(request.user.get_username(), audit.Act.PERSON_CHANGED, obj.email, before, after)
            sessions.end_all(obj, but=request.session.session_key)
            self._tell(request, obj, before, after)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if change:
            super().save_related(request, form, formsets, change)

    @admin.action(description=_("Sign out everywhere"), permissions=["change"])
    def sign_out(self, request: HttpRequest, queryset: Any) -> None:
        for person in self._mine(request, queryset):
            sessions.end_all(person)
            audit.note(request.user.get_username(), audit.Act.SIGNED_OTHER_OUT, person.email)
        messages.success(request, gettext("Done. They can sign in again."))

    @admin.action(description=_("Send the link to choose a password again"), permissions=["change"])
    def send_link_again(self, request: HttpRequest, queryset: Any) -> None:
        for person in self._mine(request, queryset):
            audit.note(request.user.get_username(), audit.Act.INVITED, person.email)
            self._send(request, person)

    @admin.action(description=_("Lost phone: forget their second factors"), permissions=["change"])
    def forget_factors(self, request: HttpRequest, queryset: Any) -> None:
        for person in self._mine(request, queryset):
            lost_phone.forget_factors(person, request.user.get_username())
        messages.success(request, gettext("Done. They set up a new one when they next sign in."))

    @fresh
    def response_action(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().response_action(request, *args, **kwargs)

    def _mine(self, request: HttpRequest, queryset: Any) -> list[User]:
        return [person for person in queryset if self.has_change_permission(request, person)]

    def _send(self, request: HttpRequest, person: User) -> None:
        try:
            invitations.send(person, request.user.get_username())
        except (OSError, SMTPException) as error:
            said = gettext("The mail to %(email)s was not sent: %(why)s. Please try again from the list.")
            messages.error(request, said % {"email": person.email, "why": error})
        else:
            messages.success(
                request, gettext("We sent a link to %s. It works for three days.") % person.email
            )

    def _tell(self, request: HttpRequest, person: User, before: Any, after: Any) -> None:
        missed = role_news.tell(person, before, after, request.user.get_username())
        if missed:
            said = gettext(
                "The mail that tells the other administrators did not reach: %s. Please tell them."
            )
            messages.warning(request, said % ", ".join(missed))
