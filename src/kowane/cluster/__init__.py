"""kowane on Ray Serve: the same server where one computer is not enough.

`application` turns settings into a Serve application of two deployments: the ingress (HTTP,
front-end, encoding) and the engine (replicas of the model), which meet in
`kowane.engine.ray_serve`. Needs `pip install 'kowane[cluster]'`.
"""
