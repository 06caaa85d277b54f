"""Webhooks as operations of the API, and as pages for administrators."""
