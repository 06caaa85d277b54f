"""The monthly file to the fund: checked before it is sent, frozen when it is, corrected by a new version."""
