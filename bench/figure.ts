/** One figure of a benchmark, as one JSON line on stdout with the machine beside it. */
import { cpus, totalmem } from "node:os";

const machine = {
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 1024 ** 3),
  node: process.version,
};

/** Prints `{bench, figure, value, unit, target, machine, at}`; `target` says what the issue asks for, where it does. */
export function figure(bench: string, name: string, value: number | boolean, unit: string, target?: string): void {
  const rounded = typeof value === "number" ? Number(value.toPrecision(5)) : value;
  const line = {
    bench,
    figure: name,
    value: rounded,
    unit,
    target: target ?? null,
    machine,
    at: new Date().toISOString(),
  };
  console.log(JSON.stringify(line));
}

/** The value below which a share `p` (0 to 1) of `values` lies; nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}
