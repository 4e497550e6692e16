"""ElevenLabs' API over the same synthesizer: what its SDKs and the tools built on it ask for.

`routes` are the HTTP endpoints, `sockets` the WebSockets with their `messages`, `bodies` the
requests, `listing` voices and models, `alignment` the time of every character.
"""
