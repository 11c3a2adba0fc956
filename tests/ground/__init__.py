"""The ground of the tests themselves: services, kinds, guards and locks."""
