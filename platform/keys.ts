/**
 * The keys of a deployment, kept outside the database: from the environment, or made once in the data folder (0600).
 * Losing the sealing key loses all sealed names; losing the province key makes tomorrow's keys strangers to today's.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "./settings.ts";

export type Keys = {
  /** HMAC key of person keys, 64 hex digits. */
  readonly provinceKey: string;
  /** HMAC key of residents' session tokens: a code can be fetched without asking a session table. */
  readonly residentKey: Buffer;
  /** HMAC key of colour decisions: a decision that somebody wrote into the table by hand fails its check. */
  readonly decisionKey: Buffer;
  /** AES-256 key of sealed identities. */
  readonly sealingKey: Buffer;
  /** Ed25519 key that signs the heads of the audit log. */
  readonly auditKey: KeyObject;
  readonly auditPublicKey: KeyObject;
  /** First 16 hex digits of SHA-256 of the public key: what a head says it was signed with. */
  readonly auditKeyId: string;
  /** Passwords of the two database roles, made here so that no file of the repository knows them. */
  readonly serverPassword: string;
  readonly sequencerPassword: string;
};

/** Reads the keys, making the missing ones in `dataDir/keys`. */
export function readKeys(settings: Pick<Settings, "dataDir" | "provinceKey" | "sealingKey">): Keys {
  const folder = join(settings.dataDir, "keys");
  // The data folder itself stays open to walk through: PostgreSQL's unprivileged user has its cluster in it.
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o755 });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const secret = (name: string, make: () => string): string => readOrMake(join(folder, name), make);
  const hex = () => randomBytes(32).toString("hex");
  const auditPem = secret("audit-ed25519.pem", () =>
    generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  );
  const auditKey = createPrivateKey(auditPem);
  const auditPublicKey = createPublicKey(auditKey);
  return {
    provinceKey: settings.provinceKey ?? secret("province.hex", hex),
    residentKey: Buffer.from(secret("resident.hex", hex), "hex"),
    decisionKey: Buffer.from(secret("decision.hex", hex), "hex"),
    sealingKey: Buffer.from(settings.sealingKey ?? secret("sealing.hex", hex), "hex"),
    auditKey,
    auditPublicKey,
    auditKeyId: keyIdOf(auditPublicKey),
    serverPassword: secret("server-password.hex", hex),
    sequencerPassword: secret("sequencer-password.hex", hex),
  };
}

/** First 16 hex digits of SHA-256 over the key's SPKI DER. */
export const keyIdOf = (publicKey: KeyObject): string =>
  createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("hex")
    .slice(0, 16);

function readOrMake(path: string, make: () => string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  // `wx`: of two processes that start together, one makes the key and the other reads it.
  try {
    writeFileSync(path, `${make()}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return readFileSync(path, "utf8").trim();
}
