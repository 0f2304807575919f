"""The sentence for each refusal, one module for each capability; web/messages.py puts them together."""
