/** The server of the task benchmarks as a child process: prints its port, says its processor time when it ends. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export type BenchServer = {
  readonly port: number;
  /** Seconds of processor time that the server has used so far; null where the system does not tell. */
  readonly cpuSeconds: () => number | null;
  /** Megabytes of memory that it holds now; null where the system does not tell. */
  readonly memoryMb: () => number | null;
  readonly stop: () => Promise<void>;
};

/** Starts bench/tasks-serve.ts (the whole server, with its clockwork), or another, on a bench database. */
export async function startServer(ownerUrl: string, dataDir: string, file = "tasks-serve.ts"): Promise<BenchServer> {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, file), ownerUrl, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("\n")) resolve(Number(text.trim()));
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return {
    port,
    cpuSeconds: () => cpuOf(child.pid ?? 0),
    memoryMb: () => memoryOf(child.pid ?? 0),
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Linux counts in ticks of a hundredth of a second (fields 14 and 15 of /proc/PID/stat). */
function cpuOf(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return null;
  }
}

function memoryOf(pid: number): number | null {
  try {
    const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kb === undefined ? null : Number(kb) / 1024;
  } catch {
    return null;
  }
}
