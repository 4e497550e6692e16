"""What clients of Kokoro-FastAPI ask for beyond OpenAI's API: `/dev/…` and combining voices.

`bodies` are the requests and answers, `phonemes` puts a line of phonemes into a text, `torch_file`
writes a voice as PyTorch would, `routes` are the endpoints.
"""
