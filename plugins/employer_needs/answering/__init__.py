"""More than the first sending: saying last year's needs again, changing what was sent, and following what happens."""
