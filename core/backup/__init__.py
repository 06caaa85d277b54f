"""Backup and restore: all rows and files of an installation, or one region's, in one file that any database can take."""
