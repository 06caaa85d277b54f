"""Calls and projects (*utlysningar och projekt*): from a call to a project that is followed up and reported."""
