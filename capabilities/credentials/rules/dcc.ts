/**
 * EU Digital COVID Certificates: what is in claim −260 of an HC1 token, and which certificates may sign what.
 *
 * Source: "Electronic Health Certificates" 1.0.5 §3.3 (claims), "Certificate Governance" §5 (extended key usage). Checked
 * against the public test data of all member states (testing/vectors/dcc).
 */
import { base64url } from "./bytes.ts";
import { type CborMap, type CborValue, isArray, isBytes, isMap, isTagged } from "./cbor.ts";
import { HCERT } from "./cwt.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

const VERSION_1 = 1;

/** The certificate inside, or null when the claims carry none. */
export function hcertIn(claims: CborMap): CborMap | null {
  const hcert = untagged(claims.get(HCERT));
  const certificate = isMap(hcert) ? untagged(hcert.get(VERSION_1)) : undefined;
  return isMap(certificate) ? certificate : null;
}

const untagged = (value: CborValue): CborValue => (isTagged(value) ? untagged(value.value) : value);

/** As JSON: tags go (some states mark dates with tag 0), bytes become base64url, bigints text, what is undefined null. */
export function jsonOf(value: CborValue): Json {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return String(value);
  if (value === null || value === undefined) return null;
  if (isBytes(value)) return base64url(value);
  if (isArray(value)) return value.map(jsonOf);
  if (isMap(value)) {
    // Names come from outside: fromEntries defines "__proto__" like any other, an assignment would not.
    return Object.fromEntries([...value].map(([key, inside]) => [nameOf(key), jsonOf(inside)]));
  }
  return isTagged(value) ? jsonOf(value.value) : null;
}

const nameOf = (key: CborValue): string => (typeof key === "string" ? key : String(JSON.stringify(jsonOf(key))));

/** What a certificate may be about: test, vaccination, recovery. The arc was published with and without a 0. */
const MAY_SIGN = { t: 1, v: 2, r: 3 } as const;
const ARCS = ["1.3.6.1.4.1.0.1847.2021.1", "1.3.6.1.4.1.1847.2021.1"] as const;

/** May a signer with these extended key usages sign this? Whoever has none of the three may sign all. */
export function maySign(usages: readonly string[], certificate: CborMap): boolean {
  const allowed = new Set(
    usages.flatMap((usage) => {
      const arc = ARCS.find((one) => usage.startsWith(`${one}.`));
      return arc === undefined ? [] : [usage.slice(arc.length + 1)];
    }),
  );
  if (allowed.size === 0) return true;
  return Object.entries(MAY_SIGN).every(
    ([group, usage]) => isEmpty(certificate.get(group)) || allowed.has(String(usage)),
  );
}

/** Some states write all three groups and leave two of them without entries. */
const isEmpty = (group: CborValue): boolean =>
  group === undefined || group === null || (isArray(group) && group.length === 0);
