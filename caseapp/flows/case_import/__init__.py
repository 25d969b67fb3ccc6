"""The municipality's own list comes in: read, recognise, propose (pure); then one transaction."""
