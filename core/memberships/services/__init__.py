"""What can be done with memberships, by way of getting one."""
