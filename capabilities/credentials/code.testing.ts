/** For tests and benches: an issuer, a phone and whole codes made by them, with each algorithm. */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { sm2 } from "sm-crypto-v2";
import { type Instant, instant, isoInstant, later } from "#kernel/time.ts";
import { kidOf } from "./key-files.ts";
import { deflate } from "./node-crypto.ts";
import { fromBase64url } from "./rules/bytes.ts";
import { assembleSign1, protectedHeader, sigStructure } from "./rules/cose.ts";
import { type Attestation, encodeAttestation, PROFILE } from "./rules/cwt.ts";
import { writeCode } from "./rules/envelope.ts";
import { keySetBytes, type PublishedKey, type SignatureAlgorithm, type SignedKeySet } from "./rules/key-set.ts";
import { encodeProof, proofBytes } from "./rules/proof.ts";
import { SM2_IDENTITY } from "./signer.ts";

export type TestKey = {
  readonly alg: SignatureAlgorithm;
  readonly kid: string;
  readonly publicKey: Uint8Array;
  readonly sign: (data: Uint8Array) => Uint8Array;
};

export function testKey(alg: SignatureAlgorithm): TestKey {
  if (alg === "SM2-SM3") {
    const pair = sm2.generateKeyPairHex();
    const publicKey = new Uint8Array(Buffer.from(pair.publicKey, "hex").subarray(1));
    const options = { hash: true, userId: SM2_IDENTITY };
    const signed = (data: Uint8Array) => Buffer.from(sm2.doSignature(data, pair.privateKey, options), "hex");
    return { alg, kid: kidOf(publicKey), publicKey, sign: (data) => new Uint8Array(signed(data)) };
  }
  const pair = alg === "EdDSA" ? generateKeyPairSync("ed25519") : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const publicKey = rawOf(pair.publicKey);
  const how = { key: pair.privateKey, dsaEncoding: "ieee-p1363" } as const;
  const signed = (data: Uint8Array) =>
    alg === "EdDSA" ? sign(null, data, pair.privateKey) : sign("sha256", data, how);
  return { alg, kid: kidOf(publicKey), publicKey, sign: (data) => new Uint8Array(signed(data)) };
}

function rawOf(key: KeyObject): Uint8Array {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  return new Uint8Array(Buffer.concat([Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]));
}

export const signed = (payload: Uint8Array, key: TestKey): Uint8Array => {
  const header = protectedHeader(key.alg, fromBase64url(key.kid) ?? new Uint8Array());
  return assembleSign1(header, payload, key.sign(sigStructure(header, payload)));
};

const ISSUED = instant("2020-02-10T08:00:00+08:00");

/** Green, Jiangsu, of 2020-02-10 08:00 for a day. */
export function testAttestation(phone: TestKey | null, more: Partial<Attestation> = {}): Attestation {
  const holderKey = phone === null || phone.alg === "SM2-SM3" ? null : { alg: phone.alg, publicKey: phone.publicKey };
  return {
    issuer: "32",
    codeId: 987_654_321,
    issuedAt: ISSUED,
    expiresAt: later(ISSUED, 24 * 3_600_000),
    colour: "green",
    holderKey,
    isShortStay: false,
    form: phone === null ? "paper" : "phone",
    profile: PROFILE,
    ...more,
  };
}

/** The text in the QR code of this attestation, with the phone's proof of `provedAt`. */
export function testCode(
  attestation: Attestation,
  { issuer, phone, provedAt }: { issuer: TestKey; phone: TestKey | null; provedAt: Instant | null },
): string {
  const token = signed(encodeAttestation(attestation), issuer);
  const proof =
    phone === null || provedAt === null ? null : encodeProof(provedAt, phone.sign(proofBytes(token, provedAt)));
  return writeCode(token, proof, deflate);
}

/** A key set of February 2020 with these keys for codes, signed by `root`. */
export function testKeySet(
  codeKeys: readonly TestKey[],
  root: TestKey,
  more: Partial<SignedKeySet> = {},
): SignedKeySet {
  const published = (key: TestKey, use: PublishedKey["use"]): PublishedKey => ({
    kid: key.kid,
    alg: key.alg,
    publicKey: Buffer.from(key.publicKey).toString("base64url"),
    use,
    validFrom: isoInstant(instant("2020-02-01T00:00:00+08:00")),
    validUntil: isoInstant(instant("2020-03-10T00:00:00+08:00")),
  });
  const set = {
    issuer: "32",
    issuedAt: isoInstant(ISSUED),
    keys: [published(root, "root"), ...codeKeys.map((key) => published(key, "code"))],
    ...more,
  };
  const value = Buffer.from(root.sign(keySetBytes(set))).toString("base64url");
  return { ...set, signature: { kid: root.kid, alg: root.alg, value } };
}
