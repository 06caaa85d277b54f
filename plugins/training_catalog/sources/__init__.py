"""Where courses are fetched from: sources with an address, their schedule, and the harvest that mirrors them."""
