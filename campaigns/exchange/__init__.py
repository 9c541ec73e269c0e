"""Plans as tables: reading what spreadsheets and planning tools export, without Django."""
