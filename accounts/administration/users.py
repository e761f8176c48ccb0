"""Users."""

import copy
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.models import Group
from django.db.models import ManyToManyField, Model, QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline

from accounts import delegation
from accounts.administration.finding import beginning_with
from accounts.administration.forms import EditedUserForm, EmailForm, EmailFormSet, NewUserForm, OthersPasswordForm
from accounts.administration.pages import ADD_FIELDSETS, FIELDSETS, RIGHTS, SUPERUSERS_ONLY, by_short_names, without
from accounts.administration.user_actions import UserActions, administrator, why_not_to_go
from accounts.models import EmailAddress, User
from accounts.sessions.ending import end_everything
from audit.filters import Between


class EmailInline(TabularInline):  # type: ignore[misc]
    """A person's addresses."""

    model = EmailAddress
    form = EmailForm
    formset = EmailFormSet
    extra = 0
    hide_title = True
    fields = ("value", "verified", "primary")
    tab = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may edit the person may edit their addresses; the person's page refuses whom they may not edit."""
        return bool(request.user.has_perm("accounts.change_user") or request.user.has_perm("accounts.add_user"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may see the person."""
        return bool(request.user.has_perm("accounts.view_user")) or self.has_add_permission(request, obj)

    has_change_permission = has_delete_permission = has_add_permission


class UserAdmin(StockUserAdmin, UserActions):  # type: ignore[misc]
    """People; what may be done to whom is decided in `accounts.delegation`."""

    form = EditedUserForm
    add_form = NewUserForm
    change_password_form = OthersPasswordForm
    fieldsets = FIELDSETS  # type: ignore[assignment]
    add_fieldsets = ADD_FIELDSETS
    inlines = (EmailInline,)
    recorded_related = ("emails",)
    readonly_fields = ("last_login", "date_joined", "updated_at", "not_before")
    list_display = ("username", "primary_address", "full_name", "is_active", "staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "groups", ("date_joined", Between))
    list_filter_submit = True
    search_fields = ("username_key",)
    search_help_text = gettext_lazy("Beginning of a username or an e-mail address")
    ordering = ("username_key",)
    filter_horizontal = ("groups", "user_permissions")

    @admin.display(description=gettext_lazy("e-mail address"))
    def primary_address(self, obj: User) -> str:
        """For the list."""
        return obj.email

    @admin.display(description=gettext_lazy("full name"))
    def full_name(self, obj: User) -> str:
        """For the list."""
        return obj.get_full_name()

    @admin.display(description=gettext_lazy("staff"), boolean=True, ordering="is_staff")
    def staff(self, obj: User) -> bool:
        """For the list, under a short heading."""
        return obj.is_staff

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """With addresses, for the list."""
        return super().get_queryset(request).prefetch_related("emails")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[User], search_term: str) -> tuple[QuerySet[User], bool]:
        """By the beginning of a normalised name or address: what somebody typed becomes no pattern (DB-10)."""
        found = beginning_with(search_term)
        return (queryset if found is None else queryset.filter(found)), False

    # --- rights ---------------------------------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """As far as delegation goes."""
        return super().has_change_permission(request, obj) and _may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """As far as delegation goes; never oneself, never the last administrator."""
        if isinstance(obj, User) and why_not_to_go(request, obj) is not None:
            return False
        return super().has_delete_permission(request, obj) and _may(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What only superusers give, only superusers see."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if administrator(request).is_superuser else without(SUPERUSERS_ONLY, fieldsets)

    def get_list_filter(self, request: HttpRequest) -> Any:
        """The same, so that nobody reads it off a filter."""
        filters = super().get_list_filter(request)
        return filters if administrator(request).is_superuser else [name for name in filters if name not in SUPERUSERS_ONLY]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Rights are a superuser's to give; nobody edits their own groups."""
        fields = tuple(super().get_readonly_fields(request, obj))
        if not administrator(request).is_superuser:
            fields += RIGHTS
            if obj is not None and obj.pk == request.user.pk:
                fields += ("groups", "is_active")
        return fields

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: Any = None, **kwargs: Any
    ) -> ModelMultipleChoiceField | None:
        """Offers, and so accepts, only groups that give nothing which the administrator does not hold."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None and db_field.name == "groups" and request is not None:
            field.queryset = delegation.assignable_groups(administrator(request))
        if field is not None and db_field.name == "user_permissions":
            by_short_names(field)
        return field

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Who may delete a person may delete what hangs on them: sessions, tokens, consents."""
        shown, count, _needed, protected = super().get_deleted_objects(objs, request)
        refused = {str(self.opts.verbose_name) for obj in objs if not self.has_delete_permission(request, obj)}
        return shown, count, refused, protected

    # --- saving ---------------------------------------------------------------------------------------------------------

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Groups that the administrator can't hand on stay as they were."""
        kept: list[Group] = []
        if change and "groups" in form.cleaned_data:
            offered = delegation.assignable_groups(administrator(request))
            kept = list(form.instance.groups.exclude(pk__in=[group.pk for group in offered]))
        request._keyhall_kept_groups = kept  # type: ignore[attr-defined]
        super().save_related(request, form, formsets, change)

    def after_save(self, request: HttpRequest, obj: Model, change: bool) -> None:
        """Whoever was switched off is out at once."""
        assert isinstance(obj, User)
        obj.groups.add(*request._keyhall_kept_groups)  # type: ignore[attr-defined]
        super().after_save(request, obj, change)
        if change and request._keyhall_before.get("is_active") and not obj.is_active:  # type: ignore[attr-defined]
            end_everything(obj, actor=administrator(request), reason="disabled")

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Says why, where an administrator would lock themselves out."""
        user = self.get_object(request, object_id)
        refusal = why_not_to_go(request, user) if user is not None else None
        if user is None or refusal is None or not self.has_change_permission(request, user):
            return super().delete_view(request, object_id, extra_context)
        self.message_user(request, refusal, messages.ERROR)
        return HttpResponseRedirect(f"/admin/accounts/user/{user.pk}/change/")

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Sessions and tokens die before the account goes."""
        assert isinstance(obj, User)
        end_everything(obj, actor=administrator(request), reason="deleted")
        super().delete_model(request, obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """For others; one's own is changed where the present one is asked for."""
        if id == str(request.user.pk):
            return HttpResponseRedirect("/accounts/password/")
        page = copy.copy(self)  # of this request: the form has to know who sets the password
        page.change_password_form = partial(OthersPasswordForm, administrator=administrator(request))  # type: ignore[assignment]
        return super(UserAdmin, page).user_change_password(request, id, form_url)


def _may(request: HttpRequest, obj: Model | None) -> bool:
    return not isinstance(obj, User) or delegation.may_change(administrator(request), obj)
