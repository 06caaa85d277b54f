"""What can be done with rounds, invitations and answers. Verbs; nothing here commits."""
