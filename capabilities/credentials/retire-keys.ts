/** The end of the signing keys: published with their private parts, so that no old code proves anything any more. */
import { existsSync, rmSync } from "node:fs";
import { codeKeysIn, readKeyFiles, removeKey } from "./key-files.ts";

export type RetiredKey = {
  readonly kid: string;
  readonly alg: string;
  readonly publicJwk: Readonly<Record<string, string>>;
  readonly privateJwk: Readonly<Record<string, string>>;
};

/** All signing keys (codes, lists, root) in the deployment's `keys` folder: `read` gives them, `remove` destroys the files. */
export function signingKeysIn(keysFolder: string): {
  readonly read: () => Promise<readonly RetiredKey[]>;
  readonly remove: () => Promise<void>;
} {
  const folder = codeKeysIn(keysFolder);
  return {
    read: async () =>
      readKeyFiles(folder).flatMap(({ kid, alg, privateJwk }) => {
        if (privateJwk === null) return [];
        const { d: _, ...publicJwk } = privateJwk;
        return [{ kid, alg, publicJwk, privateJwk }];
      }),
    async remove() {
      for (const key of readKeyFiles(folder)) removeKey(folder, key.kid);
      if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
    },
  };
}
