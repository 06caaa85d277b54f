"""Reading files into records. Nothing here touches the database."""
