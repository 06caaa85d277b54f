"""A whole plugin for the tests of the platform: pages, a table, a job, an event, settings. It is no part of the product."""
