"""The dossier (*underlag*): what a cluster says, in the form that an application or an order needs, with its evidence."""
