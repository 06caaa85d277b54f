"""What follows a placement: agreement, attendance, evaluation."""
