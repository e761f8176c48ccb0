"""The key ring in the admin: looked at, rotated, withdrawn; private parts are nowhere on it."""

import json

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from audit.administered import LookedAtAdmin, person
from keys.models import Key, State, Use
from keys.rotation import NotYetPublished, rotate, withdraw


@admin.register(Key)
class KeyAdmin(LookedAtAdmin):
    """Keys and their states."""

    list_display = ("kid", "use", "algorithm", "shown_state", "state_since", "created_at")
    list_filter = ("use", "algorithm", "state")
    fields = ("kid", "use", "algorithm", "state", "state_since", "created_at", "shown_public")
    readonly_fields = fields
    actions = ("rotate", "withdraw")

    @display(
        description=gettext_lazy("state"), ordering="state",
        label={"active": "success", "next": "info", "retiring": "warning", "compromised": "danger"},
    )  # fmt: skip
    def shown_state(self, obj: Key) -> tuple[str, str]:
        """With a colour."""
        return obj.state, str(obj.get_state_display())

    @display(description=gettext_lazy("public key"))
    def shown_public(self, obj: Key) -> str:
        """As the key set has it."""
        return format_html("<pre>{}</pre>", json.dumps(obj.public_jwk, indent=2)) if obj.public_jwk else "–"

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A key that is gone can't be told from one that never was; withdraw it."""
        return False

    def has_rotate_permission(self, request: HttpRequest) -> bool:
        """Changing keys is what `keys.change_key` allows."""
        return bool(request.user.has_perm("keys.change_key"))

    def may_act(self, request: HttpRequest, obj: Model, name: str) -> bool:
        """What is withdrawn already is not withdrawn again."""
        return not (isinstance(obj, Key) and name == "withdraw" and obj.state == State.COMPROMISED)

    @admin.action(description=gettext_lazy("Rotate the keys of this use"), permissions=["rotate"])
    def rotate(self, request: HttpRequest, queryset: QuerySet[Key]) -> None:
        """Next becomes active, active retiring."""
        for use in sorted(set(queryset.values_list("use", flat=True))):
            try:
                rotate(Use(use), actor=person(request))
                self.message_user(request, _("The keys for %(use)s are rotated.") % {"use": use}, messages.SUCCESS)
            except NotYetPublished:
                text = _("The next key for %(use)s was published less than an hour ago; relying parties may not know it yet.")
                self.message_user(request, text % {"use": use}, messages.WARNING)

    @admin.action(description=gettext_lazy("Withdraw: compromised"), permissions=["rotate"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Key]) -> HttpResponse | None:
        """Asks first: everything that these keys signed is worth nothing afterwards."""
        if request.POST.get("confirmed") != "yes":
            context = {
                **self.admin_site.each_context(request), "title": _("Withdraw keys"), "opts": self.opts, "action": "withdraw",
                "objects": queryset,
                "warning": _("Everything that these keys signed stops counting at once. This can't be undone."),
            }  # fmt: skip
            return TemplateResponse(request, "admin/confirm_action.html", context)
        for key in queryset:
            withdraw(key.kid, actor=person(request))
        self.message_user(request, _("The keys are withdrawn; new ones are in use."), messages.SUCCESS)
        return None
