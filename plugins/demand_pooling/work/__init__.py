"""Working a cluster by hand: moving needs between clusters, locking, comments and statuses, with every step kept."""
