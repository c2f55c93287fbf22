/** The keys of this process: read from the files, read again when they changed; every process sees the same. */
import { join } from "node:path";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { poke } from "#platform/inbox.ts";
import { changedAt, codeKeysIn, type KeyFile, makeKeysDue, readCodeIdKeys, readKeyFiles } from "./key-files.ts";
import { isPublished, type KeyUse, keySetBytes, published, type SignedKeySet, signingKey } from "./rules/key-set.ts";
import { makeSigner, type Signer } from "./signer.ts";

export type KeyRing = {
  /** The signer of this use now. */
  readonly signer: (use: KeyUse, now: Instant) => Signer;
  /** Does what this key signed still count? */
  readonly isTrusted: (kid: string, now: Instant) => boolean;
  /** The published set, signed by the root key; the same text while nothing changed. */
  readonly keySet: (now: Instant) => { readonly set: SignedKeySet; readonly text: string };
  readonly codeIdKeys: Uint32Array;
};

/** A poke is heard at once; a look at the folder (a file call) covers pokes that were lost. */
const LOOK_EVERY_MS = 2_000;
const TOPIC = "code-keys";
const rings = new WeakMap<Services, KeyRing>();

/** The key ring of this process, made on first use; the deployment's keys too, when there are none yet. */
export function keyRingOf(services: Services): KeyRing {
  const known = rings.get(services);
  if (known !== undefined) return known;
  const ring = makeRing(services);
  rings.set(services, ring);
  return ring;
}

export const codeKeysFolder = ({ settings }: Pick<Services, "settings">): string =>
  codeKeysIn(join(settings.dataDir, "keys"));

function makeRing(services: Services): KeyRing {
  const folder = codeKeysFolder(services);
  makeKeysDue(folder, { alg: services.settings.codeAlgorithm, now: services.clock() });
  const codeIdKeys = readCodeIdKeys(folder);
  let keys: readonly KeyFile[] = [];
  let signers = new Map<string, Signer>();
  let setOf: { key: string; set: SignedKeySet; text: string } | null = null;
  let readAt = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const look = () => {
    if (performance.now() - lookedAt < LOOK_EVERY_MS) return;
    lookedAt = performance.now();
    const changed = changedAt(folder);
    if (changed === readAt) return;
    readAt = changed;
    keys = readKeyFiles(folder);
    signers = new Map();
    setOf = null;
  };
  services.hub.listen(TOPIC, "all", () => {
    lookedAt = Number.NEGATIVE_INFINITY;
    readAt = -1;
  });
  const signer = (use: KeyUse, now: Instant): Signer => {
    look();
    const key = signingKey(keys, use, now);
    const file = keys.find((one) => one.kid === key?.kid);
    if (file === undefined) throw new Error(`no ${use} key signs now: wangge code-keys rotate`);
    const made = signers.get(file.kid) ?? makeSigner(file);
    signers.set(file.kid, made);
    return made;
  };
  return {
    signer,
    codeIdKeys,
    isTrusted(kid, now) {
      look();
      return keys.some((key) => key.kid === kid && isPublished(key, now));
    },
    keySet(now) {
      look();
      const shown = keys.filter((key) => isPublished(key, now)).map(published);
      const key = shown.map((one) => one.kid).join();
      if (setOf?.key !== key) setOf = { key, ...signSet(services.settings.province, shown, signer("root", now), now) };
      return setOf;
    },
  };
}

function signSet(issuer: string, keys: SignedKeySet["keys"], root: Signer, now: Instant) {
  const unsigned = { issuer, issuedAt: isoInstant(now), keys };
  const value = Buffer.from(root.sign(keySetBytes(unsigned))).toString("base64url");
  const set: SignedKeySet = { ...unsigned, signature: { kid: root.kid, alg: root.alg, value } };
  return { set, text: JSON.stringify(set) };
}

/** The clockwork `code-keys`: makes next month's keys when they are due and tells every process. Returns how many. */
export async function rotateOnSchedule(services: Services): Promise<number> {
  const made = makeKeysDue(codeKeysFolder(services), { alg: services.settings.codeAlgorithm, now: services.clock() });
  if (made.length > 0) await tellKeysChanged(services);
  return 0;
}

/** Every process reads the keys again. */
export const tellKeysChanged = (services: Services): Promise<void> =>
  asActor(services.db, systemActor(services.settings.province), (sql) => poke(sql, TOPIC, ["all"], services.clock()));
