/** Checks a certificate as an outsider can: with the file, the heads he kept, and the key he knows. */
import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject, sign, verify } from "node:crypto";
import { sm2 } from "sm-crypto-v2";
import { instant } from "#kernel/time.ts";
import { canonicalJson, headText } from "#platform/audit-log.ts";
import { keyIdOf } from "#platform/keys.ts";
import { Certificate } from "./rules/certificate.ts";

export type Check = { readonly check: string; readonly holds: boolean; readonly what: string };

/**
 * Every check with its outcome, in the order of the certificate. `knownKey` is the audit key as its reader knows it
 * from elsewhere; without it the certificate's own is used, and a check says so. Nothing is thrown for a wrong file.
 */
export function verifyCertificate(value: unknown, knownKey: KeyObject | null): readonly Check[] {
  const read = Certificate.safeParse(value);
  if (!read.success) return [{ check: "shape", holds: false, what: "this is no certificate of version 1" }];
  const certificate = read.data;
  const { signature, ...body } = certificate;
  const key = knownKey ?? publicKeyOf(certificate.auditPublicKey);
  if (key === null) return [{ check: "key", holds: false, what: "the public key cannot be read" }];
  return [
    { check: "shape", holds: true, what: `the end of ${certificate.event.id}, ${certificate.executedAt}` },
    {
      check: "signature",
      holds: verify(null, Buffer.from(canonicalJson(body)), key, Buffer.from(signature, "base64")),
      what: `audit key ${keyIdOf(key)}${knownKey === null ? ", as the certificate itself gives it" : ", as you know it"}`,
    },
    {
      check: "approvals",
      holds: ["health", "chair", "auditor"].every((seat) => certificate.approvals.some((one) => one.seat === seat)),
      what: certificate.approvals.map((one) => `${one.seat}: ${one.organisation}`).join("; "),
    },
    {
      check: "erased",
      holds: certificate.tables.length > 0 && certificate.tables.every((table) => table.rowsAfter === 0),
      what: `${certificate.tables.length} tables, ${sum(certificate.tables.map((table) => table.rowsBefore))} rows`,
    },
    {
      check: "keys-destroyed",
      holds:
        certificate.keysDestroyed.some((one) => one.name === "sealing") &&
        certificate.keysDestroyed.every((one) => one.how === "overwritten-and-removed"),
      what: certificate.keysDestroyed.map((one) => `${one.name} ${one.sha256.slice(0, 16)} ${one.how}`).join("; "),
    },
    {
      check: "signing-keys-published",
      holds: certificate.signingKeys.every(isPair),
      what: `${certificate.signingKeys.length} keys, each private part makes what its public part verifies`,
    },
    {
      check: "audit-head",
      holds: isHeadSigned(certificate, key),
      what: `${certificate.auditHead.treeSize} entries, root ${certificate.auditHead.rootHash.slice(0, 16)}`,
    },
  ];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function publicKeyOf(pem: string): KeyObject | null {
  try {
    return createPublicKey(pem);
  } catch {
    return null;
  }
}

/** Does the private part belong to the public one? */
function isPair({ alg, publicJwk, privateJwk }: Certificate["signingKeys"][number]): boolean {
  try {
    if (alg === "SM2-SM3") return sm2PointOf(privateJwk["d"]) === `04${hexOf(publicJwk["x"])}${hexOf(publicJwk["y"])}`;
    const privateKey = createPrivateKey({ key: privateJwk as JsonWebKey, format: "jwk" });
    const publicKey = createPublicKey({ key: publicJwk as JsonWebKey, format: "jwk" });
    const digest = privateKey.asymmetricKeyType === "ed25519" ? null : "sha256";
    const text = Buffer.from("wangge");
    return verify(digest, text, publicKey, sign(digest, text, privateKey));
  } catch {
    return false;
  }
}

const hexOf = (part: unknown): string => Buffer.from(String(part), "base64url").toString("hex");

/** Node's own elliptic curves do not know SM2 signatures (domain.md §2.16): the public point is computed and compared. */
const sm2PointOf = (d: unknown): string => sm2.getPublicKeyFromPrivateKey(hexOf(d));

function isHeadSigned({ auditHead }: Certificate, key: KeyObject): boolean {
  const head = {
    tree_size: auditHead.treeSize,
    at: instant(auditHead.at),
    root_hash: Buffer.from(auditHead.rootHash, "hex"),
  };
  return verify(null, headText(head), key, Buffer.from(auditHead.signature, "base64"));
}
