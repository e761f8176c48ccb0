"""The administrator's site in a real browser: nothing blocked by its policy, and usable on a phone."""

import pytest

from tests.browser.conftest import Visitor

WIDE = {"viewport": {"width": 1300, "height": 850}}
NARROW = {"viewport": {"width": 360, "height": 740}}


@pytest.mark.parametrize("visit", [pytest.param(WIDE, id="wide"), pytest.param(NARROW, id="360px")], indirect=True)
def test_pages_of_the_admin(visit: Visitor) -> None:
    visit.open("/admin/")
    visit.sign_in("root")
    visit.page.wait_for_url("**/admin/")
    for path in (
        "",
        "accounts/user/",
        "accounts/user/add/",
        "oauth2/client/",
        "oauth2/client/add/",
        "keys/key/",
        "audit/auditevent/",
    ):
        visit.open(f"/admin/{path}")
        visit.page.wait_for_load_state("networkidle")
        assert not visit.faults, (path, visit.faults)
        overflow = visit.page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"/admin/{path} is {overflow} px too wide"


@pytest.mark.parametrize("visit", [WIDE], indirect=True)
def test_register_a_client_and_see_its_secret_once(visit: Visitor) -> None:
    visit.open("/admin/oauth2/client/add/")
    visit.sign_in("root")
    visit.page.fill("input[name=name]", "Browser-made")
    visit.page.fill("textarea[name=redirect_uris]", "https://made.example/cb")
    visit.page.click("button[name=_save]")
    secret = visit.page.inner_text("#client-secret")
    assert len(secret) == 43
    visit.page.click("text=Go on to the client")
    visit.page.wait_for_url("**/change/")
    assert secret not in visit.page.content()
    assert not visit.faults, visit.faults


@pytest.mark.parametrize("visit", [WIDE], indirect=True)
def test_tabs_and_inlines_work(visit: Visitor) -> None:
    visit.open("/admin/accounts/user/?q=carol")
    visit.sign_in("root")
    visit.page.click("#result_list a:has-text('carol')")
    visit.page.click("text=Profile")
    visit.page.fill("input[name=nickname]", "Caz")
    visit.page.click("button[name=_save]")
    visit.page.wait_for_url("**/admin/accounts/user/**")
    visit.open("/admin/audit/auditevent/?event__exact=changed")
    visit.page.click("#result_list tbody tr:first-child a")
    assert "Caz" in visit.page.inner_text(".keyhall-changes")
    assert not visit.faults, visit.faults


@pytest.mark.parametrize("visit", [WIDE], indirect=True)
def test_picture_for_the_readme(visit: Visitor) -> None:
    visit.open("/admin/accounts/user/")
    visit.sign_in("root")
    visit.page.wait_for_load_state("networkidle")
    assert visit.page.locator("#result_list").is_visible()
    visit.picture("admin")
