"""Papers and minutes as files: looked at before they are taken, exempt until marked public, every version kept."""
