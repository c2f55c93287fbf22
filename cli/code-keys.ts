import type { Command } from "commander";
import { type KeyFile, makeKeysDue, readKeyFiles, removeKey } from "#capabilities/credentials/key-files.ts";
import { codeKeysFolder, tellKeysChanged } from "#capabilities/credentials/key-ring.ts";
import { signingKey } from "#capabilities/credentials/rules/key-set.ts";
import { isoShanghai } from "#kernel/time.ts";
import { audit } from "#platform/audit.ts";
import { asOwner, type OpenDatabase, withDatabase } from "./database.ts";
import { Refusal } from "./refusal.ts";

/** `wangge code-keys`: the keys that sign codes, lists and the key set (docs/operate/operations.md). */
export function codeKeysVerbs(program: Command): void {
  const keys = program
    .command("code-keys")
    .description("signing keys of codes: list, rotate, remove a compromised one");
  keys
    .command("list")
    .description("the keys of this deployment, which sign and until when they count")
    .option("--json", "as JSON lines")
    .action(({ json }: { json?: boolean }) => withDatabase(async (open) => print(open, json === true)));
  keys
    .command("rotate")
    .description("end the present keys of codes and lists now, and make new ones; what they signed goes on counting")
    .action(() => withDatabase(rotate));
  keys
    .command("remove <kid>")
    .description("a key was compromised: out of the key set at once, its codes are signed anew as phones ask")
    .action((kid: string) => withDatabase((open) => remove(open, kid)));
}

function print({ services }: OpenDatabase, isJson: boolean): void {
  const now = services.clock();
  const keys = readKeyFiles(codeKeysFolder(services));
  for (const key of keys) {
    const signs = signingKey(keys, key.use, now)?.kid === key.kid;
    const { privateJwk: _, ...shown } = key;
    if (isJson) console.log(JSON.stringify({ ...shown, signs }));
    else console.log(line(key, signs));
  }
}

const line = (key: KeyFile, signs: boolean): string =>
  `${key.kid}  ${key.use.padEnd(4)}  ${key.alg.padEnd(7)}  ${signs ? "signs" : "     "}  from ${isoShanghai(key.signsFrom)}  counts until ${isoShanghai(key.validUntil)}`;

async function rotate(open: OpenDatabase): Promise<void> {
  const { services } = open;
  const options = { alg: services.settings.codeAlgorithm, now: services.clock(), force: true };
  const made = makeKeysDue(codeKeysFolder(services), options);
  await note(open, "code-keys.rotate", made.map((key) => key.kid).join(" "));
  for (const key of made) console.log(`made ${key.kid} (${key.use}, ${key.alg})`);
}

async function remove(open: OpenDatabase, kid: string): Promise<void> {
  const { services } = open;
  const folder = codeKeysFolder(services);
  if (!removeKey(folder, kid)) throw new Refusal(`There is no key ${kid}; see: wangge code-keys list`, 1);
  const made = makeKeysDue(folder, { alg: services.settings.codeAlgorithm, now: services.clock() });
  await note(open, "code-keys.remove", kid);
  console.log(`removed ${kid}: no checkpoint that fetches the key set trusts it any more`);
  for (const key of made) console.log(`made ${key.kid} (${key.use}, ${key.alg})`);
}

/** On record, and every process of the deployment reads the keys again. */
async function note({ services }: OpenDatabase, action: string, kids: string): Promise<void> {
  await asOwner(services, (ctx) => audit(ctx, { action, objectKind: "code-key", objectId: kids }));
  await tellKeysChanged(services);
}
