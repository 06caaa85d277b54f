"""EMIL 3 (SS 10700:2024) as JSON: the shapes that Skolverket's Susa-navet serves, and files that hold the same documents."""
