"""Settings turned into docs/settings.md; `--check` fails if the page is out of date.

Run `python tools/settings_reference.py` after a change to src/kowane/settings.py.
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import Any

from kowane.settings import OPENAI_VOICES, Settings, variable

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"

HEAD = """# Settings

Each setting is an environment variable, a key of a TOML file, and, where it matters, a flag of
`kowane serve`. A flag wins over the environment, the environment over the file, the file over the
default. The file is the one that `KOWANE_CONFIG` names, else `kowane.toml` in the working
directory, else `kowane/kowane.toml` in the user's configuration directory.

The keys of the file are the names in lower case without the prefix:

```toml
port = 8880
queue_limit = 32
cors_origins = ["https://app.example"]

[voice_aliases]
narrator = "am_onyx"
```

Lists are separated by commas in the environment and are arrays in the file. A value that cannot
be used stops the start with one line that names it; so does a variable that is nearly a setting
(`KOWANE_API_KEY`), and an unknown key in the file.

This page is written by `tools/settings_reference.py` from `src/kowane/settings.py`.
"""


def allowed(schema: dict[str, Any]) -> str:
    """The range or the choices of a setting, as the reference shows them."""
    if "enum" in schema:
        return ", ".join(f"`{choice}`" for choice in schema["enum"])
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    if low is not None:
        sign = "> " if "exclusiveMinimum" in schema else ""
        return f"{sign}{number(low)} – {number(schema['maximum'])}"
    kinds = [schema.get("type"), *(part.get("type") for part in schema.get("anyOf", ()))]
    if "boolean" in kinds:
        return "`true`, `false`"
    if "array" in kinds:
        return "list"
    return "pairs" if "object" in kinds else "text"


def number(value: float) -> str:
    return f"{int(value):,}" if float(value).is_integer() else f"{value:g}"


def default(name: str) -> str:
    value = Settings.model_fields[name].default
    if name == "voice_aliases":
        return "OpenAI's names, below"
    if value in (None, (), {}):
        return "unset"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int | float):
        return f"`{int(value) if float(value).is_integer() else value}`"
    return f"`{value}`"


def page() -> str:
    schema = Settings.model_json_schema(mode="serialization")["properties"]
    lines = [HEAD]
    for group, names in groupby(schema, key=lambda name: schema[name]["group"]):
        lines += [f"## {group}", "", "| variable | default | allowed | unit | meaning |"]
        lines += ["|---|---|---|---|---|"]
        lines += [
            f"| `{variable(name)}` | {default(name)} | {allowed(schema[name])} "
            f"| {schema[name]['unit'] or '–'} | {schema[name]['description']} |"
            for name in names
        ]
        lines.append("")
    lines += ["## Names of voices", "", "What `KOWANE_VOICE_ALIASES` is laid over:", ""]
    lines += ["| OpenAI's name | voice |", "|---|---|"]
    lines += [f"| {name} | `{voice}` |" for name, voice in OPENAI_VOICES.items()]
    return "\n".join(lines) + "\n"


def main() -> int:
    if "--check" in sys.argv:
        if PAGE.read_text() != page():
            print(f"{PAGE} is out of date: run python tools/settings_reference.py")
            return 1
        return 0
    PAGE.write_text(page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
