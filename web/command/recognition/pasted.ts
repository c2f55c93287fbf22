/** What was pasted, looked at before it is sent: which part of it is not as it must be. The server looks again. */
import type { z } from "zod";
import type { proposeRecognition } from "#capabilities/credentials/contract-recognition.ts";
import { KEY_USES, SIGNATURE_ALGORITHMS } from "#capabilities/credentials/rules/key-set.ts";
import { TARGETS } from "#capabilities/credentials/rules/recognition.ts";

type Body = z.input<typeof proposeRecognition.body>;
type Check = (value: unknown) => boolean;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText: Check = (value) => typeof value === "string" && value !== "";
const isTime: Check = (value) => typeof value === "string" && !Number.isNaN(Date.parse(value));
const oneOf =
  (values: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && values.includes(value);

const SET: Readonly<Record<string, Check>> = {
  issuer: (value) => typeof value === "string" && /^[1-9]\d$/.test(value),
  issuedAt: isTime,
  keys: (value) => Array.isArray(value) && value.length > 0,
  signature: isRecord,
};
const KEY: Readonly<Record<string, Check>> = {
  kid: isText,
  alg: oneOf(SIGNATURE_ALGORITHMS),
  publicKey: isText,
  use: oneOf(KEY_USES),
  validFrom: isTime,
  validUntil: isTime,
};
const SIGNATURE: Readonly<Record<string, Check>> = { kid: isText, alg: oneOf(SIGNATURE_ALGORITHMS), value: isText };

/** The path of the first part that fails its check; null: none. */
function faultIn(value: unknown, checks: Readonly<Record<string, Check>>, path: string): string | null {
  if (!isRecord(value)) return path || "{}";
  const name = Object.keys(checks).find((one) => checks[one]?.(value[one]) !== true);
  return name === undefined ? null : path === "" ? name : `${path}.${name}`;
}

/** The path of what is wrong with a key set, such as `keys.0.alg`; null: nothing. */
export function faultInKeySet(value: unknown): string | null {
  const fault = faultIn(value, SET, "");
  if (fault !== null || !isRecord(value)) return fault;
  const keys: readonly unknown[] = Array.isArray(value["keys"]) ? value["keys"] : [];
  for (const [at, key] of keys.entries()) {
    const inKey = faultIn(key, KEY, `keys.${at}`);
    if (inKey !== null) return inKey;
  }
  return faultIn(value["signature"], SIGNATURE, "signature");
}

/** The reason whose entry is wrong, or `{}` when it is no table at all; null: nothing. */
export function faultInMapping(value: unknown): string | null {
  if (!isRecord(value) || Object.keys(value).length === 0) return "{}";
  const wrong = Object.entries(value).find(
    ([reason, target]) => !/^[a-z][a-z0-9-]{1,39}$/.test(reason) || !oneOf(TARGETS)(target),
  );
  return wrong?.[0] ?? null;
}

export const isKeySet = (value: unknown): value is Body["keySet"] => faultInKeySet(value) === null;
export const isMapping = (value: unknown): value is Body["mapping"] => faultInMapping(value) === null;
