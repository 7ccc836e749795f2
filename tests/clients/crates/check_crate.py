"""Holds a crate against the profile of RO-Crate that it names, and writes what is wrong as JSON.

It runs in the environment of the validator. The arguments are the crate, and a folder for the
report. Nobody elsewhere is asked: the context of RO-Crate is the one that the package rocrate has.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from requests import Request, Response
from requests_cache import CachedSession
from rocrate_validator import models, services
from urllib3 import HTTPResponse

_CONTEXT = files("rocrate") / "data" / "ro-crate.jsonld"


def keep_context(cache: Path) -> None:
    """Put the context into the cache of the validator, under its address."""
    data = _CONTEXT.read_bytes()
    address = json.loads(data)["@id"]
    response = Response()
    response.status_code = 200
    response.url = address
    response.headers["Content-Type"] = "application/ld+json"
    response.request = Request("GET", address).prepare()
    response.raw = HTTPResponse(BytesIO(data), headers=response.headers, preload_content=False)
    response._content = data
    CachedSession(str(cache), backend="sqlite").cache.save_response(response)


def main(crate: str, folder: Path) -> None:
    """Write whether the crate passes, by which profile, and each issue."""
    keep_context(folder / "http")
    settings = services.ValidationSettings(
        rocrate_uri=crate,
        requirement_severity=models.Severity.RECOMMENDED,
        offline=True,
        cache_path=folder / "http",
    )
    result = services.validate(settings)
    issues = [
        [issue.severity.name, f"{issue.check.identifier}: {issue.message}"]
        for issue in result.get_issues()
    ]
    report = {"profile": str(result.context.settings.profile_identifier), "issues": issues}
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
