"""To a provider: a request from a cluster, offers in return, and the decision with its joint order."""
