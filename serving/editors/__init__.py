"""What editors and IDEs read: the configuration of their MCP clients, and rules for their agents."""
