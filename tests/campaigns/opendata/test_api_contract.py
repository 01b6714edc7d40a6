"""schemathesis asks the API what its description allows and what it forbids: never a 500, never another shape.

The same questions each time (`derandomize`) and a fixed number of each, against the site's own WSGI application.
"""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from campaigns.models import Campaign
from config.wsgi import application

pytestmark = pytest.mark.django_db

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
HEADERS = {"Host": "testserver", "Accept-Encoding": "identity"}
QUESTIONS = settings(max_examples=30, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
ONE = "/api/v1/campaigns/{slug}"
PATHS = [
    "/api/v1/campaigns",
    ONE,
    *(f"{ONE}/{name}" for name in ("figures", "units", "days", "unit-days", "milestones", "closing")),
]


@pytest.fixture
def described(db: None) -> Any:
    """The description, as the site itself gives it."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers=HEADERS)


def test_every_operation_is_asked(described: Any) -> None:
    assert sorted(PATHS) == sorted(operation.ok().path for operation in described.get_all_operations())


@pytest.mark.parametrize("path", PATHS)
def test_what_the_description_allows_is_answered_as_it_says(described: Any, campaign: Campaign, path: str) -> None:
    strategy = described[path]["GET"].as_strategy(generation_mode=GenerationMode.POSITIVE)

    @QUESTIONS
    @given(case=strategy)
    def ask(case: Any) -> None:
        if case.path_parameters:
            case.call_and_validate(checks=CHECKS, headers=HEADERS)
            case.path_parameters["slug"] = campaign.slug
        case.call_and_validate(checks=CHECKS, headers=HEADERS)

    ask()


@pytest.mark.parametrize("path", [path for path in PATHS if path not in (ONE, f"{ONE}/figures", f"{ONE}/closing")])
def test_what_it_forbids_is_refused_as_it_says(described: Any, campaign: Campaign, path: str) -> None:
    strategy = described[path]["GET"].as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @QUESTIONS
    @given(case=strategy)
    def ask(case: Any) -> None:
        case.call_and_validate(checks=[*CHECKS, negative_data_rejection], headers=HEADERS)

    ask()
