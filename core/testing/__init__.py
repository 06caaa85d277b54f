"""What a plugin author's tests stand on: fixtures, factories, a client that behaves like a browser, the conformance suite.

`pytest_plugins = ["core.testing.fixtures"]` in the tests' top conftest.
"""

import pytest

# The suite's assertions explain themselves, as those of a test file do.
pytest.register_assert_rewrite("core.testing.conformance", "core.testing.conformance_routes")
