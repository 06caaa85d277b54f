"""Pages on memberships: the administrators' and those of who asks for a role."""
