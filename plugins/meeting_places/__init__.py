"""Meeting places: digital learning conferences across organisations, and local solutions that municipalities show each other."""
