"""EMIL 2 (SS 10700:2013) as XML, read into the shapes of EMIL 3."""
