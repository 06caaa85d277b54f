"""The type-check across plugins: what one emits, every subscriber can read."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from core.plugins.registry import Registry


@pytest.fixture
def registry(app: Flask) -> Registry:
    """What the product loads."""
    found: Registry = app.extensions["samkraft_registry"]
    return found


def test_every_sample_is_readable_by_every_subscriber(registry: Registry) -> None:
    read = []
    for name, event in registry.events.items():
        payload = json.loads(event.sample().model_dump_json())
        for owner, subscription in registry.subscriptions.get(name, []):
            subscription.payload_model.model_validate(payload)
            read.append((name, owner))
    assert ("employer_needs.need_published.v1", "demand_pooling") in read
    assert ("demand_pooling.cluster_updated.v1", "employer_needs") in read
    assert ("demand_pooling.supply_found.v1", "employer_needs") in read
    assert ("training_catalog.catalogue_changed.v1", "demand_pooling") in read


def test_every_subscription_is_to_an_event_that_somebody_emits(registry: Registry) -> None:
    unknown = {
        name: [owner for owner, _ in subscriptions] for name, subscriptions in registry.subscriptions.items() if name not in registry.events
    }
    assert unknown == {}


def test_samples_survive_the_outbox(registry: Registry) -> None:
    for event in registry.events.values():
        sample = event.sample()
        assert event.model_validate_json(sample.model_dump_json()) == sample


def test_subscribers_tolerate_fields_that_come_later(registry: Registry) -> None:
    """An event may gain a field in the same version; no subscriber may refuse it."""
    for name, event in registry.events.items():
        payload = {**json.loads(event.sample().model_dump_json()), "a_field_of_next_year": 1}
        for _owner, subscription in registry.subscriptions.get(name, []):
            subscription.payload_model.model_validate(payload)
