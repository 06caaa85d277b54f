"""Finding an education: the search's own picture of the catalogue, where courses are received, watches, comparing and sharing."""
