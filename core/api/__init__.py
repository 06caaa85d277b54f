"""What a plugin mounts its part of the API with. See docs/how-to/api.md."""

from core.api.authentication import Principal, current_principal, require_principal
from core.api.operation import check_version, operation, page_of
from core.api.schemas import ApiModel, Id, Line, Listing, PageQuery, Query

__all__ = [
    "ApiModel",
    "Id",
    "Line",
    "Listing",
    "PageQuery",
    "Principal",
    "Query",
    "check_version",
    "current_principal",
    "operation",
    "page_of",
    "require_principal",
]
