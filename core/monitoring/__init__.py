"""What machines ask of an installation: does it live, is it ready, how is it doing."""
