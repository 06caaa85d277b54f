"""Standards, their versions, requirements and ladder."""
