"""Why a call to a bucket was refused, in words that a person can act on. boto3's own may quote a secret address."""

from __future__ import annotations

_CREDENTIALS = "the credentials are not accepted"
_NONE_FOUND = "no credentials; give them in the environment, by a profile or by a role"
_UNREACHED = "the server cannot be reached"
_REASONS = {
    "AccessDenied": "access denied",
    "AllAccessDisabled": "access denied",
    "403": "access denied, or the bucket belongs to another account",
    "RequestTimeTooSkewed": "this machine's clock is wrong",
    "NoSuchBucket": "there is no such bucket",
    "PermanentRedirect": "the bucket is in another region",
    "301": "the bucket is in another region",
    "InvalidAccessKeyId": _CREDENTIALS,
    "SignatureDoesNotMatch": _CREDENTIALS,
    "ExpiredToken": "the credentials have expired",
    "NoCredentialsError": _NONE_FOUND,
    "PartialCredentialsError": _NONE_FOUND,
    "ProfileNotFound": "the profile that the environment names is not there",
    "NoRegionError": "no region; give one in `region` or in the environment",
    "ParamValidationError": "no such thing can be asked; check bucket, prefix and owner",
    "EndpointConnectionError": _UNREACHED,
    "ConnectTimeoutError": _UNREACHED,
    "ConnectionClosedError": "the server hung up",
    "ReadTimeoutError": "the server does not answer",
    "SSLError": "the server's certificate is not accepted",
    "SlowDown": "the server asks to go slower",
    "Throttling": "the server asks to go slower",
    "TooManyInvalidationsInProgress": "too many invalidations are in progress",
    "NoSuchDistribution": "there is no such distribution",
    "BadDigest": "the data was changed on its way",
}


class RefusedError(Exception):
    """A call was not done, or nobody knows whether it was. code: the server's, or the name of boto3's error."""

    def __init__(self, code: str, status: int = 0) -> None:
        super().__init__(code)
        self.code, self.status = code, status


def reason(code: str, status: int = 0) -> str:
    """A cause, then the code for who looks it up."""
    known = _REASONS.get(code) or ("the server failed" if status >= 500 else "the server refused")
    return f"{known} ({code or status})"
