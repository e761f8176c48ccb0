"""The record tells when it was changed, and stays whole when a transaction is rolled back."""

import pytest
from django.db import transaction

from audit.catalogue import Event
from audit.chain import Chain, faults
from audit.models import AppendOnly, AuditEvent
from audit.record import record, without_secrets


@pytest.fixture
def rows(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> list[AuditEvent]:
    """Four events of one chain, which nothing was taken from by the clean-up of another test."""
    AuditEvent.objects.all().delete()
    monkeypatch.setattr("audit.record.chain", Chain())
    for number in range(4):
        record(Event.SIGN_IN, number=number)
    chain = AuditEvent.objects.latest("at").chain
    return list(AuditEvent.objects.filter(chain=chain).order_by("sequence"))[-4:]


def test_untouched_is_whole(rows: list[AuditEvent]) -> None:
    assert list(faults()) == []


@pytest.mark.parametrize(
    "change", [{"actor": "x"}, {"event": "sign_out"}, {"details": {"number": 9}}, {"ip": "::1"}, {"at": "2020-01-01T00:00Z"}]
)
def test_a_changed_row_is_found(rows: list[AuditEvent], change: dict[str, object]) -> None:
    AuditEvent.objects.filter(pk=rows[1].pk).update(**change)
    found = [(fault.sequence, fault.reason) for fault in faults()]
    assert (rows[1].sequence, "changed") in found


def test_a_removed_row_is_found(rows: list[AuditEvent]) -> None:
    AuditEvent.objects.filter(pk=rows[2].pk).delete()
    assert [(fault.sequence, fault.reason) for fault in faults()] == [(rows[2].sequence, "missing")]


def test_a_transaction_rolled_back_leaves_no_gap(rows: list[AuditEvent]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(Event.CHANGED, undone=True)
        record(Event.CHANGED, undone=True)
        raise ZeroDivisionError
    record(Event.SIGN_OUT)
    with transaction.atomic():
        record(Event.CHANGED, kept=True)
    record(Event.SIGN_OUT)
    assert list(faults()) == []
    assert AuditEvent.objects.filter(event="changed").count() == 1


def test_append_only(rows: list[AuditEvent]) -> None:
    with pytest.raises(AppendOnly):
        rows[0].save()
    with pytest.raises(AppendOnly):
        rows[0].delete()


def test_secrets_stay_out_by_name() -> None:
    given = {
        "password": "x", "changes": {"client_secret": {"before": "a", "after": "b"}, "name": {"before": "a", "after": "b"}},
        "list": [{"refresh_token": "x"}], "token_endpoint_auth_method": "none", "code": True, "n": 1,
    }  # fmt: skip
    assert without_secrets(given) == {
        "password": "[hidden]", "changes": {"client_secret": "[hidden]", "name": {"before": "a", "after": "b"}},
        "list": [{"refresh_token": "[hidden]"}], "token_endpoint_auth_method": "none", "code": True, "n": 1,
    }  # fmt: skip
