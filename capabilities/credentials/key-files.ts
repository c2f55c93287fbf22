/**
 * The signing keys on disk: `keys/codes/KID.json` of the data folder (0600), never in the database. Whoever keeps them in
 * an HSM gives another Signer (signer.ts) and leaves the private part out.
 */
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { sm2 } from "sm-crypto-v2";
import { z } from "zod";
import { type Instant, instantOf } from "#kernel/time.ts";
import { keysWanted, type Wanted } from "./rules/key-rotation.ts";
import { KEY_USES, type KeptKey, SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from "./rules/key-set.ts";

export type PrivateJwk = Readonly<Record<string, string>>;
export type KeyFile = KeptKey & { readonly privateJwk: PrivateJwk | null };

const At = z.number().int().transform(instantOf);
const Stored = z.object({
  kid: z.string().regex(/^[\w-]{11}$/),
  alg: z.enum(SIGNATURE_ALGORITHMS),
  use: z.enum(KEY_USES),
  publicKey: z.string(),
  madeAt: At,
  signsFrom: At,
  signsUntil: At,
  validUntil: At,
  privateJwk: z.record(z.string(), z.string()).nullable(),
});

export const codeKeysIn = (keysFolder: string): string => join(keysFolder, "codes");

/** The keys in the folder; a file that is none of ours is a fault, because a key that is overlooked locks people out. */
export function readKeyFiles(folder: string): KeyFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^[\w-]{11}\.json$/.test(name))
    .sort()
    .map((name) => Stored.parse(JSON.parse(readFileSync(join(folder, name), "utf8"))));
}

/** Makes the keys that are due (rules/key-rotation.ts); one process at a time. Returns those it made. */
export function makeKeysDue(
  folder: string,
  options: { alg: SignatureAlgorithm; now: Instant; force?: boolean },
): KeyFile[] {
  return whileAlone(folder, () => {
    const present = readKeyFiles(folder);
    const wanted = keysWanted(present, options.now, options.force ?? false);
    const made = wanted.map((one) => makeKey(options.alg, one, options.now));
    // A key of the coming month that a forced rotation replaces has signed nothing.
    if (options.force === true) {
      for (const key of present) if (key.use !== "root" && key.signsFrom > options.now) removeFile(folder, key.kid);
    }
    for (const key of made) writeWhole(join(folder, `${key.kid}.json`), JSON.stringify(key));
    return made;
  });
}

/** Removes a compromised key: gone from the next key set, overwritten on disk. False when there is none. */
export function removeKey(folder: string, kid: string): boolean {
  return whileAlone(folder, () => {
    if (!readKeyFiles(folder).some((key) => key.kid === kid)) return false;
    removeFile(folder, kid);
    return true;
  });
}

/** Six 32-bit numbers that scatter the code ids of this deployment; made once, beside the keys. */
export function readCodeIdKeys(folder: string): Uint32Array {
  const path = join(folder, "code-ids.hex");
  if (!existsSync(path)) {
    whileAlone(folder, () => {
      if (existsSync(path)) return;
      writeWhole(path, Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString("hex"));
    });
  }
  const bytes = Buffer.from(readFileSync(path, "utf8").trim(), "hex");
  return Uint32Array.from({ length: 6 }, (_, at) => bytes.readUInt32BE(at * 4));
}

/** When the folder last changed, in file time; 0 when there is none. */
export const changedAt = (folder: string): number => (existsSync(folder) ? statSync(folder).mtimeMs : 0);

/** First 8 bytes of SHA-256 of the public key, base64url: as HCERT's key ids. */
export const kidOf = (publicKey: Uint8Array): string =>
  createHash("sha256").update(publicKey).digest().subarray(0, 8).toString("base64url");

function makeKey(alg: SignatureAlgorithm, wanted: Wanted, now: Instant): KeyFile {
  const { publicKey, privateJwk } = keyPair(alg);
  return {
    kid: kidOf(publicKey),
    alg,
    publicKey: Buffer.from(publicKey).toString("base64url"),
    madeAt: now,
    ...wanted,
    privateJwk,
  };
}

function keyPair(alg: SignatureAlgorithm): { publicKey: Uint8Array; privateJwk: PrivateJwk } {
  if (alg === "SM2-SM3") {
    const pair = sm2.generateKeyPairHex();
    // Uncompressed point: 04 ‖ x ‖ y.
    const point = Buffer.from(pair.publicKey, "hex").subarray(1);
    const part = (bytes: Buffer) => bytes.toString("base64url");
    return {
      publicKey: point,
      privateJwk: {
        kty: "EC",
        crv: "SM2",
        x: part(point.subarray(0, 32)),
        y: part(point.subarray(32)),
        d: part(Buffer.from(pair.privateKey.padStart(64, "0"), "hex")),
      },
    };
  }
  const pair = alg === "EdDSA" ? generateKeyPairSync("ed25519") : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = pair.privateKey.export({ format: "jwk" });
  const { kty = "", crv = "", x = "", y, d = "" } = jwk;
  const bytes = [x, ...(y === undefined ? [] : [y])].map((text) => Buffer.from(text, "base64url"));
  return { publicKey: Buffer.concat(bytes), privateJwk: { kty, crv, x, ...(y === undefined ? {} : { y }), d } };
}

/** Node's key of a private JWK; SM2 is not Node's to sign with (stack.md, "Crypto"). */
export const privateKeyOf = (jwk: PrivateJwk): KeyObject => createPrivateKey({ key: { ...jwk }, format: "jwk" });
function removeFile(folder: string, kid: string): void {
  const path = join(folder, `${kid}.json`);
  writeFileSync(path, "0".repeat(statSync(path).size));
  rmSync(path);
}

/** Written beside and moved into place: another process reads all of it or nothing. */
function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, `${text}\n`, { mode: 0o600 });
  chmodSync(`${path}.new`, 0o600);
  renameSync(`${path}.new`, path);
}

const LOCK_OLD_MS = 10_000;

/** A folder can be made once: whoever made it works, the others wait; one that a dead process left is taken over. */
function whileAlone<T>(folder: string, work: () => T): T {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = join(folder, "lock");
  const from = performance.now();
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      if (performance.now() - from > LOCK_OLD_MS) rmSync(lock, { recursive: true, force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
  try {
    return work();
  } finally {
    rmdirSync(lock);
  }
}
