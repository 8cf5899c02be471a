"""Uploaded files are looked at by a child process with little memory and little time, whatever they hold."""
