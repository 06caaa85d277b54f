"""The watch list of calls (*utlysningar*)."""
