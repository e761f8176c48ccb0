"""What an administrator who is no superuser may do to whom: never more than they may do themselves.

Pure decisions; the admin pages and their actions ask here.
"""

from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet

from accounts.models import User


def may_change(administrator: User, target: User) -> bool:
    """Not a superuser, nor anybody who may do something that the administrator may not."""
    if administrator.is_superuser:
        return True
    if target.is_superuser:
        return False
    return target.pk == administrator.pk or rights_of(target) <= rights_of(administrator)


def rights_of(user: User) -> set[str]:
    """As `app.codename`, whether the account is switched on or not.

    `get_all_permissions()` gives nothing for a disabled account: whoever may do less could set its password, switch it on and
    walk in.
    """
    groups = Permission.objects.filter(group__in=list(user.groups.all()))
    return _names(user.user_permissions.all()) | _names(groups)


def permissions_of(group: Group) -> set[str]:
    """As `app.codename`."""
    return _names(group.permissions.all())


def may_change_group(administrator: User, group: Group) -> bool:
    """Not a group of theirs (it would change their own rights), nor one that may do more than they."""
    if administrator.is_superuser:
        return True
    if administrator.groups.filter(pk=group.pk).exists():
        return False
    return permissions_of(group) <= rights_of(administrator)


def grantable_permissions(administrator: User) -> QuerySet[Permission]:
    """What they may hand on: what they hold."""
    rows = Permission.objects.select_related("content_type")
    if administrator.is_superuser:
        return rows
    held = rights_of(administrator)
    return rows.filter(pk__in=[row.pk for row in rows if _name(row) in held])


def assignable_groups(administrator: User) -> QuerySet[Group]:
    """Groups that give nothing which they do not hold."""
    if administrator.is_superuser:
        return Group.objects.all()
    held = rights_of(administrator)
    return Group.objects.filter(pk__in=[group.pk for group in Group.objects.all() if permissions_of(group) <= held])


def is_last_superuser(user: User) -> bool:
    """Whether nobody could administer the site without this account."""
    others = User.objects.filter(is_superuser=True, is_staff=True, is_active=True).exclude(pk=user.pk)
    return user.is_superuser and user.is_active and not others.exists()


def _names(permissions: QuerySet[Permission]) -> set[str]:
    return {_name(row) for row in permissions.select_related("content_type")}


def _name(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"
