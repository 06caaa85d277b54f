"""Sign-in with an identity provider by OpenID Connect: a municipality's own, or a broker for BankID and Freja."""
