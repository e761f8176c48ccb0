"""Pending sign-ins and consents in the admin."""

import json

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.administration.owned import OwnedAdmin
from audit.administered import ReadOnlyAdmin, person
from audit.filters import Between, exactly
from idp.flow import consent
from idp.flow.models import Consent, SignIn


@admin.register(SignIn)
class SignInAdmin(ReadOnlyAdmin):
    """What waits for an answer, and what was answered lately."""

    list_display = ("relying_party", "protocol", "created_at", "expires_at", "user", "spent_at")
    list_filter = (exactly("relying_party", gettext_lazy("relying party")), ("created_at", Between))
    list_filter_submit = True
    list_select_related = ("user",)
    fields = ("relying_party", "protocol", "shown_requirement", "created_at", "expires_at", "user", "consented_at", "spent_at")
    readonly_fields = fields

    @display(description=gettext_lazy("requirement"))
    def shown_requirement(self, obj: SignIn) -> SafeString:
        """As text: django-unfold would colour it with style attributes, which the policy stops."""
        return format_html("<code>{}</code>", json.dumps(obj.requirement, ensure_ascii=False))


@admin.register(Consent)
class ConsentAdmin(OwnedAdmin):
    """What people agreed to; taking one away ends what was issued on its strength."""

    list_display = ("user", "relying_party", "shown_scopes", "given_at")
    list_filter = (exactly("relying_party", gettext_lazy("relying party")), ("given_at", Between))
    list_filter_submit = True
    fields = ("user", "protocol", "relying_party", "shown_scopes", "given_at")
    readonly_fields = fields
    actions = ("withdraw",)

    @display(description=gettext_lazy("scopes"))
    def shown_scopes(self, obj: Consent) -> str:
        """In a line."""
        return " ".join(obj.scopes)

    @admin.action(description=gettext_lazy("Withdraw consent"), permissions=["delete"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Consent]) -> None:
        """The people are asked again."""
        for row in self.reachable(request, queryset.select_related("user")):
            self.delete_model(request, row)
            self.message_user(
                request, _("%(consent)s is withdrawn, and what was issued on its strength revoked.") % {"consent": row},
                messages.SUCCESS,
            )  # fmt: skip

    def delete_model(self, request: HttpRequest, obj: Consent) -> None:  # type: ignore[override]
        """Deleting is withdrawing."""
        consent.withdraw(obj, actor=person(request))
