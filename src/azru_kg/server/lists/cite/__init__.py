"""Answers as tables that stay: fetched whole, in one order, written as files, cited, and packed."""
