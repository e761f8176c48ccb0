"""Models that django-oauth-toolkit needs to be there. They stay empty: our access and ID tokens have no rows."""

from oauth2_provider.models import AbstractAccessToken, AbstractDeviceGrant, AbstractIDToken

from core.fields import uuid_key


class StoredAccessToken(AbstractAccessToken):  # type: ignore[misc]
    """Never written."""

    id = uuid_key()

    class Meta(AbstractAccessToken.Meta):  # type: ignore[misc]
        pass


class StoredIDToken(AbstractIDToken):  # type: ignore[misc]
    """Never written."""

    id = uuid_key()

    class Meta(AbstractIDToken.Meta):  # type: ignore[misc]
        pass


class DeviceGrant(AbstractDeviceGrant):  # type: ignore[misc]
    """Not written until the device grant is there."""

    id = uuid_key()

    class Meta(AbstractDeviceGrant.Meta):  # type: ignore[misc]
        pass
