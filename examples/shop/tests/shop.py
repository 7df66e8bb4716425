"""Calls the services of the environment under test, which Drover names in the environment."""

import json
import os
import urllib.error
import urllib.request

import pytest

# Straight to the services, whatever proxy this machine may use for the rest of the world.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def get(service: str, path: str):
    """Returns the status and the content: JSON where the service says so, otherwise text."""
    url = os.environ[f"{service.upper()}_URL"].rstrip("/") + path
    try:
        with OPENER.open(url, timeout=10) as response:
            return response.status, content_of(response)
    except urllib.error.HTTPError as error:
        return error.code, content_of(error)
    except OSError as error:  # no connection, or none that lasts
        pytest.fail(f"{service} does not answer at {url}: {error}", pytrace=False)


def get_ok(service: str, path: str):
    """Returns the content, and fails the test with what the service said unless it is 200."""
    status, content = get(service, path)
    assert status == 200, f"{service} {path} answered {status}: {content}"
    return content


def content_of(response):
    text = response.read().decode("utf-8")
    is_json = response.headers.get_content_type() == "application/json"
    return json.loads(text) if is_json else text
