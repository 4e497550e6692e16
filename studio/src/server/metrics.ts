// Prometheus' text format to numbers, as far as /metrics of this server needs it.
export type Samples = Map<string, { labels: string; value: number }[]>;

export function parse(exposition: string): Samples {
  const found: Samples = new Map();
  for (const line of exposition.split("\n")) {
    if (!line || line.startsWith("#")) continue;
    const match = /^([a-zA-Z_:][\w:]*)(\{.*\})? (\S+)/.exec(line);
    if (!match) continue;
    const [, name = "", labels = "", value] = match;
    const rows = found.get(name) ?? [];
    rows.push({ labels, value: Number(value) });
    found.set(name, rows);
  }
  return found;
}

/** The sum over all labels; 0 where there is none. */
export function total(samples: Samples, name: string): number {
  return (samples.get(name) ?? []).reduce((sum, row) => sum + row.value, 0);
}

/** Mean of what a histogram has observed between two scrapes; null where there was nothing. */
export function meanBetween(before: Samples, after: Samples, name: string): number | null {
  const count = total(after, `${name}_count`) - total(before, `${name}_count`);
  const sum = total(after, `${name}_sum`) - total(before, `${name}_sum`);
  return count > 0 ? sum / count : null;
}
