"""Pending sign-ins and consents in the admin."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from audit.administered import LookedAtAdmin, person
from idp.flow import consent
from idp.flow.models import Consent, SignIn


@admin.register(SignIn)
class SignInAdmin(LookedAtAdmin):
    """What waits for an answer, and what was answered lately."""

    list_display = ("relying_party", "protocol", "created_at", "expires_at", "user", "spent_at")
    list_filter = ("protocol", "created_at")
    list_select_related = ("user",)
    fields = ("relying_party", "protocol", "requirement", "created_at", "expires_at", "user", "consented_at", "spent_at")
    readonly_fields = fields
    show_full_result_count = False


@admin.register(Consent)
class ConsentAdmin(LookedAtAdmin):
    """What people agreed to; taking one away ends what was issued on its strength."""

    list_display = ("user", "relying_party", "shown_scopes", "given_at")
    list_filter = ("relying_party", "given_at")
    list_select_related = ("user",)
    fields = ("user", "protocol", "relying_party", "scopes", "given_at")
    readonly_fields = fields
    actions = ("withdraw",)

    @display(description=gettext_lazy("scopes"))
    def shown_scopes(self, obj: Consent) -> str:
        """In a line."""
        return " ".join(obj.scopes)

    @admin.action(description=gettext_lazy("Withdraw the selected consents"), permissions=["delete"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Consent]) -> None:
        """The people are asked again."""
        for row in queryset.select_related("user"):
            self.delete_model(request, row)
        self.message_user(
            request, _("The consents are withdrawn, and what was issued on their strength is revoked."), messages.SUCCESS
        )

    def delete_model(self, request: HttpRequest, obj: Consent) -> None:  # type: ignore[override]
        """Deleting is withdrawing."""
        consent.withdraw(obj, actor=person(request))
