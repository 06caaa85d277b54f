"""Drafts that go out for remarks, what was answered, and how each remark was met."""
