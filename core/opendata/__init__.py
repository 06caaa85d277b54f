"""Open data: what the region's plugins publish, as pages, files and a catalogue after DCAT-AP-SE."""
