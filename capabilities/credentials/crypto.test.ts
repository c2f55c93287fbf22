import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { deflateSync } from "node:zlib";
import { sm2, sm3 } from "sm-crypto-v2";
import { describe, expect, test } from "vitest";
import {
  canVerify,
  deflate as webDeflate,
  inflate as webInflate,
  verify as webVerify,
} from "#web/shared/code-crypto.ts";
import { testKey } from "./code.testing.ts";
import { deflate, inflate, makeVerify } from "./node-crypto.ts";
import { isSignedBy, readSign1, sigStructure } from "./rules/cose.ts";

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, "hex"));
const verify = makeVerify();

describe("COSE_Sign1", () => {
  // RFC 9052 appendix C.2.1 and the working group's sign1-tests (ES256 with key "11" of appendix C.7.1).
  const message = bytesOf(
    "d28443a10126a10442313154546869732069732074686520636f6e74656e742e58408eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36",
  );
  const publicKey = bytesOf(
    "bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e",
  );

  test("the example of RFC 9052 C.2.1 is read and verified", async () => {
    const sign1 = readSign1(message);
    if (sign1 === null) throw new Error("not read");
    expect(Buffer.from(sign1.payload).toString()).toBe("This is the content.");
    expect([sign1.algorithm, Buffer.from(sign1.kid ?? []).toString()]).toEqual(["ES256", "11"]);
    expect(Buffer.from(sigStructure(sign1.protectedBytes, sign1.payload)).toString("hex")).toBe(
      "846a5369676e61747572653143a101264054546869732069732074686520636f6e74656e742e",
    );
    expect(await isSignedBy(sign1, publicKey, verify)).toBe(true);
    expect(await isSignedBy(sign1, publicKey, webVerify)).toBe(true);
    const changed = { ...sign1, payload: bytesOf("00") };
    expect(await isSignedBy(changed, publicKey, verify)).toBe(false);
  });

  test("Ed25519 as RFC 8032 §7.1 test 3 has it", async () => {
    const key = bytesOf("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
    const signature = bytesOf(
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    );
    for (const check of [verify, webVerify]) {
      expect(await check("EdDSA", key, bytesOf("af82"), signature)).toBe(true);
      expect(await check("EdDSA", key, bytesOf("af83"), signature)).toBe(false);
    }
  });

  test("an extension that must be understood, and what is no COSE_Sign1, are refused", () => {
    // Protected {1: -7, 2: [99]}.
    expect(readSign1(bytesOf("8447a2012602811863a041004100"))).toBeNull();
    for (const hex of ["80", "f6", "8443a10126a04100", "d18443a10126a041004100", "8401a041004100"]) {
      expect(readSign1(bytesOf(hex))).toBeNull();
    }
  });
});

describe("signatures", () => {
  const data = bytesOf("00010203");
  test.each(["EdDSA", "ES256", "SM2-SM3"] as const)(
    "%s: Node and the browser agree, and on what is none",
    async (alg) => {
      const [key, other] = [testKey(alg), testKey(alg)];
      const signature = key.sign(data);
      for (const check of [verify, webVerify]) {
        expect(await check(alg, key.publicKey, data, signature)).toBe(true);
        expect(await check(alg, other.publicKey, data, signature)).toBe(false);
        expect(await check(alg, key.publicKey, bytesOf("00010204"), signature)).toBe(false);
        expect(await check(alg, key.publicKey.subarray(1), data, signature)).toBe(false);
        expect(await check(alg, key.publicKey, data, signature.subarray(1))).toBe(false);
        expect(await check(alg, key.publicKey, data, new Uint8Array(64))).toBe(false);
        expect(await check(alg, new Uint8Array(key.publicKey.length), data, signature)).toBe(false);
      }
      expect(await canVerify(alg)).toBe(true);
    },
  );

  test("PS256 with keys of 2048 and 3072 bits, in both", async () => {
    for (const modulusLength of [2048, 3072]) {
      const pair = generateKeyPairSync("rsa", { modulusLength });
      const publicKey = new Uint8Array(pair.publicKey.export({ format: "der", type: "spki" }));
      const signature = new Uint8Array(sign("sha256", data, { key: pair.privateKey, padding: 6, saltLength: 32 }));
      for (const check of [verify, webVerify]) {
        expect(await check("PS256", publicKey, data, signature)).toBe(true);
        expect(await check("PS256", publicKey, bytesOf("01"), signature)).toBe(false);
      }
    }
  });
});

describe("SM2 and SM3", () => {
  // GB/T 32905-2016 appendix A.
  test("SM3 of abc and of abcd sixteen times", () => {
    const long = "abcd".repeat(16);
    for (const hash of [(text: string) => sm3(text), (text: string) => createHash("sm3").update(text).digest("hex")]) {
      expect(hash("abc")).toBe("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
      expect(hash(long)).toBe("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    }
  });

  // GM/T 0003.5-2012 appendix A.2: the recommended curve, user id 1234567812345678, message "message digest".
  test("SM2 verifies the signature of the standard's example", async () => {
    const publicKey = bytesOf(
      "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13",
    );
    const signature = bytesOf(
      "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa",
    );
    const data = new Uint8Array(Buffer.from("message digest"));
    for (const check of [verify, webVerify]) {
      expect(await check("SM2-SM3", publicKey, data, signature)).toBe(true);
      expect(await check("SM2-SM3", publicKey, data.subarray(1), signature)).toBe(false);
    }
  });

  test("what Node signs with sm3 on the SM2 curve is no SM2 signature and does not count as one", async () => {
    const pair = generateKeyPairSync("ec", { namedCurve: "SM2" });
    const point = pair.publicKey.export({ format: "der", type: "spki" }).subarray(-64);
    const data = new Uint8Array(Buffer.from("message digest"));
    const signature = new Uint8Array(sign("sm3", data, { key: pair.privateKey, dsaEncoding: "ieee-p1363" }));
    expect(await verify("SM2-SM3", new Uint8Array(point), data, signature)).toBe(false);
    expect(sm2.verifyPublicKey(`04${point.toString("hex")}`)).toBe(true);
  });
});

describe("zlib", () => {
  test.each([
    ["Node", inflate],
    ["the browser", webInflate],
  ])("%s stops a bomb at the limit and takes nothing that is broken", (_, port) => {
    const bomb = new Uint8Array(deflateSync(new Uint8Array(100_000_000), { level: 9 }));
    const from = performance.now();
    expect(port(bomb, 65_536)).toBeNull();
    expect(performance.now() - from).toBeLessThan(1000);
    const sound = new Uint8Array(deflateSync(Buffer.from("水".repeat(100))));
    expect(Buffer.from(port(sound, 65_536) ?? []).toString()).toBe("水".repeat(100));
    expect(port(sound, 299)).toBeNull();
    expect(port(sound.subarray(0, -6), 65_536)).toBeNull();
    expect(port(Uint8Array.of(1, 2, 3), 65_536)).toBeNull();
    expect(port(new Uint8Array(), 65_536)).toBeNull();
  });

  test("each inflates what the other deflated", () => {
    const data = crypto.getRandomValues(new Uint8Array(500));
    expect(new Uint8Array(inflate(webDeflate(data), 1000) ?? [])).toEqual(data);
    expect(webInflate(deflate(data), 1000)).toEqual(data);
  });
});
