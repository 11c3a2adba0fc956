"""Signing in and out, and roles."""
