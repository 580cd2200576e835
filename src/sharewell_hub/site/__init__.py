"""The house's front: settings, addresses and commands, gathered from the rooms."""
