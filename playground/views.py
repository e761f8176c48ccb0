"""The pages: choose → see the request → (the identity provider) → see the answer, the tokens, the claims → log out."""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.digests import equal
from core.randomness import token
from playground import flow_cookie, provider, tokens
from playground.forms import MachineForm, RequestForm

CALLBACK = "/playground/callback"
HIDDEN = "…"


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What can be tried."""
    context: dict[str, Any] = {"form": RequestForm(), "machine": MachineForm(auto_id="machine_%s")}
    try:
        context["discovery"] = provider.readable(provider.discover())
    except provider.Unreachable as error:
        context["fault"] = str(error)
    return render(request, "playground/index.html", context)


@never_cache
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Makes an authentication request with state, nonce and PKCE, and shows it before it is sent."""
    form = RequestForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "machine": MachineForm(auto_id="machine_%s")}
        return render(request, "playground/index.html", context, status=400)
    try:
        discovery = provider.discover()
    except provider.Unreachable as error:
        return _fault(request, str(error))
    chosen = form.cleaned_data
    verifier, state, nonce = token(48), token(16), token(16)
    parameters = {
        "client_id": chosen["client_id"], "redirect_uri": settings.KEYHALL_ORIGIN + CALLBACK, "response_type": "code",
        "scope": chosen["scope"], "state": state, "nonce": nonce, "code_challenge": _s256(verifier),
        "code_challenge_method": "S256",
    }  # fmt: skip
    for name in ("prompt", "max_age", "login_hint"):
        if chosen[name] not in ("", None):
            parameters[name] = str(chosen[name])
    url = f"{discovery['authorization_endpoint']}?{urlencode(parameters)}"
    page = {"endpoint": discovery["authorization_endpoint"], "parameters": parameters, "url": url}
    response = render(request, "playground/request.html", page)
    flow_cookie.remember(response, {
        "client_id": chosen["client_id"], "secret": chosen["client_secret"], "state": state, "nonce": nonce, "verifier": verifier,
        "issuer": discovery["issuer"],
    })  # fmt: skip
    return response


@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Checks the answer, redeems the code, shows everything."""
    flow, answer = flow_cookie.recall(request), dict(parse_qsl(request.META.get("QUERY_STRING", "")[:8192]))
    if not flow:
        return _fault(request, _("No sign-in was started here in the last hour, or it was finished already. Start again."))
    checks = [("state", equal(answer.get("state", ""), flow["state"])), ("iss", answer.get("iss") == flow["issuer"])]
    context: dict[str, Any] = {"answer": {**answer, **({"code": HIDDEN} if "code" in answer else {})}, "checks": checks}
    if not all(held for _name, held in checks) or "code" not in answer:
        response = render(request, "playground/answer.html", context, status=200 if all(h for _n, h in checks) else 400)
        flow_cookie.forget(response)
        return response
    try:
        context |= _redeem(flow, answer["code"])
    except provider.Unreachable as error:
        context["fault"] = str(error)
    response = render(request, "playground/answer.html", context)
    flow_cookie.forget(response)
    return response


def _redeem(flow: dict[str, Any], code: str) -> dict[str, Any]:
    discovery = provider.discover()
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": settings.KEYHALL_ORIGIN + CALLBACK,
        "code_verifier": flow["verifier"],
    }  # fmt: skip
    secret = (flow["client_id"], flow["secret"]) if flow["secret"] else None
    if secret is None:
        form["client_id"] = flow["client_id"]
    exchange = provider.call("POST", discovery["token_endpoint"], form, secret=secret)
    body = exchange.body
    context: dict[str, Any] = {"exchange": exchange, "token_answer": _without_tokens(body)}
    if exchange.status != 200 or "access_token" not in body:
        return context
    keys = provider.call("GET", discovery["jwks_uri"]).body.get("keys", [])
    access = tokens.decode("access_token", body["access_token"], keys)
    context["decoded"] = [access]
    if "id_token" in body:
        identity = tokens.decode("id_token", body["id_token"], keys)
        tokens.check_id_token(
            identity,
            issuer=discovery["issuer"],
            client_id=flow["client_id"],
            nonce=flow["nonce"],
            access_token=body["access_token"],
        )
        context["decoded"] = [identity, access]
        context["userinfo"] = provider.call("GET", discovery["userinfo_endpoint"], bearer=body["access_token"])
        context["logout"] = {
            "action": discovery["end_session_endpoint"], "id_token_hint": body["id_token"],
            "post_logout_redirect_uri": settings.KEYHALL_ORIGIN + "/playground/",
        }  # fmt: skip
    return context


@never_cache
@require_POST
def machine(request: HttpRequest) -> HttpResponse:
    """A client for itself."""
    form = MachineForm(request.POST, auto_id="machine_%s")
    if not form.is_valid():
        return render(request, "playground/index.html", {"form": RequestForm(), "machine": form}, status=400)
    chosen = form.cleaned_data
    fields = {"grant_type": "client_credentials", **({"scope": chosen["scope"]} if chosen["scope"] else {})}
    context: dict[str, Any] = {}
    try:
        discovery = provider.discover()
        exchange = provider.call(
            "POST", discovery["token_endpoint"], fields, secret=(chosen["client_id"], chosen["client_secret"])
        )
        context = {"exchange": exchange, "token_answer": _without_tokens(exchange.body)}
        if exchange.status == 200:
            keys = provider.call("GET", discovery["jwks_uri"]).body.get("keys", [])
            context["decoded"] = [tokens.decode("access_token", exchange.body["access_token"], keys)]
    except provider.Unreachable as error:
        context["fault"] = str(error)
    return render(request, "playground/answer.html", context)


def _without_tokens(body: dict[str, Any]) -> str:
    """They are shown taken apart; the live ones stay on the server."""
    return provider.readable({name: HIDDEN if name.endswith("_token") else value for name, value in body.items()})


def _s256(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _fault(request: HttpRequest, message: str) -> HttpResponse:
    return render(request, "error.html", {"code": "playground", "message": message}, status=400)
