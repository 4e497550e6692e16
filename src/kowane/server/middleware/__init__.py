"""Pure ASGI layers around the routes, outermost first as `app` puts them:

access → proxies → security headers → hosts → CORS → keys → body limit → gzip → departures →
failures → routes. None of them holds an answer back but gzip, and that one only JSON.
"""
