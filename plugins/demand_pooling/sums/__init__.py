"""What has been told to everybody of the demand, and when it may be told anew."""
