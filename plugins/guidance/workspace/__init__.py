"""A counsellor's workspace: shortlists of ways, shared by a link that expires."""
