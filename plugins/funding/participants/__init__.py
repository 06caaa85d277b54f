"""The participant register (*deltagare*) that the fund requires."""
