"""Tests of the package `vietnamese`."""
