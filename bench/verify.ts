/**
 * Offline verification of codes on one core: text to outcome, every code of another phone, with a change list of 100,000
 * entries. Beside it what the two signatures alone cost: the ratio says what the format adds.
 */

import { testAttestation, testCode, testKey, testKeySet } from "#capabilities/credentials/code.testing.ts";
import { inflate, makeVerify } from "#capabilities/credentials/node-crypto.ts";
import type { ChangeState } from "#capabilities/credentials/rules/change-list.ts";
import type { SignatureAlgorithm } from "#capabilities/credentials/rules/key-set.ts";
import { readCode } from "#capabilities/credentials/rules/outcome.ts";
import { instant, later } from "#kernel/time.ts";
import { figure, percentile } from "./figure.ts";

const NOW = instant("2020-02-10T12:00:00+08:00");
const PHONES = 2_000;
const SECONDS = 4;
const changes: ChangeState = {
  issuer: "32",
  sequence: 1,
  asOf: NOW,
  sets: [{ until: later(NOW, 3_600_000), ids: Uint32Array.from({ length: 100_000 }, (_, at) => at * 9_000 + 1) }],
};
const cases: readonly (readonly [SignatureAlgorithm, "EdDSA" | "ES256"])[] = [
  ["EdDSA", "EdDSA"],
  ["ES256", "ES256"],
  ["SM2-SM3", "ES256"],
];

/** Calls of `work` a second of processor time (other work on the machine takes none of it), and the slowest hundredth in ms. */
async function rate(work: (at: number) => Promise<void>): Promise<{ perSecond: number; p99: number }> {
  const took: number[] = [];
  const [from, before] = [performance.now(), process.cpuUsage()];
  while (performance.now() - from < SECONDS * 1000) {
    const began = performance.now();
    await work(took.length);
    took.push(performance.now() - began);
  }
  const { user, system } = process.cpuUsage(before);
  return { perSecond: took.length / ((user + system) / 1_000_000), p99: percentile(took, 0.99) };
}

for (const [alg, phoneAlg] of cases) {
  const [issuer, root] = [testKey(alg), testKey("EdDSA")];
  const keySet = testKeySet([issuer], root);
  const texts = Array.from({ length: PHONES }, (_, at) => {
    const phone = testKey(phoneAlg);
    return testCode(testAttestation(phone, { codeId: at * 9_000 }), { issuer, phone, provedAt: NOW });
  });
  const verify = makeVerify();
  const read = async (at: number): Promise<void> => {
    const { why } = await readCode(texts[at % PHONES] ?? "", { inflate, verify, keySet, changes, now: NOW });
    if (why !== "green") throw new Error(`a sound code came to ${why}`);
  };
  for (let at = 0; at < 200; at++) await read(at);
  const { perSecond, p99 } = await rate(read);

  const [phone, data] = [testKey(phoneAlg), crypto.getRandomValues(new Uint8Array(250))];
  const [one, two] = [issuer.sign(data), phone.sign(data)];
  const bare = await rate(async () => {
    const isRight =
      (await verify(alg, issuer.publicKey, data, one)) && (await verify(phoneAlg, phone.publicKey, data, two));
    if (!isRight) throw new Error("a sound signature did not hold");
  });
  const name = `${alg} attestation, ${phoneAlg} proof`;
  figure("verify", `${name}: verified on one core`, perSecond, "codes/s", alg === "SM2-SM3" ? undefined : "≥ 2000");
  figure("verify", `${name}: p99`, p99, "ms");
  figure("verify", `${name}: share of the two signatures alone`, perSecond / bare.perSecond, "");
  figure("verify", `${name}: letters in the QR code`, texts[0]?.length ?? 0, "letters", "≤ 600");
}
