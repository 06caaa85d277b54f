"""The catalogue of education: what is offered, where it can be followed, and what it leads to. Words and fields are EMIL 3's."""
