/** Holders of codes for the benchmarks, straight into the tables: accounts, links, decisions with their marks, attestations. */
import { decisionText, isMarked } from "#capabilities/codes/mac.ts";
import { readTold } from "#capabilities/credentials/store-attestations.ts";
import { toldMark } from "#capabilities/credentials/told.ts";
import { instantOf } from "#kernel/time.ts";
import type { BenchDatabase } from "./setup.ts";

const CHUNK = 1_000_000;
const PLACE = "320506001001001";

/** The person, account and phone number `n` (1 …): one UUID for all three, so that the load is written in index order. */
export const holderId = (n: number): string =>
  `${(n * 16).toString(16).padStart(8, "0")}-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;

/**
 * Makes `count` holders, each green with an attestation for one phone; every tenth attestation is seven hours old. Marks of
 * decisions are real (HMAC in SQL); tokens are random bytes of the right length, which the server hands out unread. Foreign keys
 * are not checked while loading. Returns the seconds it took.
 */
export async function loadHolders({ owner, services }: BenchDatabase, count: number, kid: string): Promise<number> {
  const from = performance.now();
  const now = Math.floor(Date.now() / 1000) * 1000;
  const decidedAt = now - 3600_000;
  const pad = (fill: number) => Buffer.alloc(64, fill).map((byte, at) => byte ^ (services.keys.decisionKey[at] ?? 0));
  const [inner, outer] = [pad(0x36), pad(0x5c)].map((bytes) => `'\\x${Buffer.from(bytes).toString("hex")}'::bytea`);
  const id = "(lpad(to_hex(n * 16), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid";
  await owner.unsafe("set synchronous_commit = off");
  await owner.unsafe(`insert into place (code, name, source, valid_from, recorded_at)
    select code, code, 'bench', '2020-01-01', '2020-01-01' from unnest('{32,3205,320506}'::text[]) as code on conflict do nothing`);
  const run = (sql: string) =>
    owner.begin(async (tx) => {
      await tx.unsafe("set local session_replication_role = replica");
      await tx.unsafe("set local synchronous_commit = off");
      await tx.unsafe(sql);
    });
  for (let first = 1; first <= count; first += CHUNK) {
    const series = `generate_series(${first}, ${Math.min(count, first + CHUNK - 1)}) as n`;
    const at = (ms: number) => `to_timestamp(${ms / 1000})`;
    await run(`insert into resident (id, phone_key, created_at) select ${id}, ${id}, ${at(decidedAt)} from ${series}`);
    await run(`insert into resident_person (resident_id, person_key, relation, added_at)
      select ${id}, ${id}, 'self', ${at(decidedAt)} from ${series}`);
    await run(
      `insert into code_current (person_key, place, seq, colour) select ${id}, '${PLACE}', 1, 'green' from ${series}`,
    );
    await run(`insert into colour_decision (person_key, seq, id, place, new_colour, rule, rule_set, evidence_ids, at, cause, mac)
      select ${id}, 1, ${id}, '${PLACE}', 'green', 'nothing-found', 'bench', '{}', ${at(decidedAt)}, 'enrol',
             sha256(${outer} || sha256(${inner} || convert_to('decision|' || ${id} || '|' || ${id} || '|1||green|nothing-found|bench||||${decidedAt}|enrol', 'UTF8')))
        from ${series}`);
    const issued = `to_timestamp(${now / 1000}) - case when n % 10 = 0 then interval '7 hours' else interval '1 minute' end`;
    await run(`insert into attestation (person_key, issuer, code_id, form, device, colour, decision_seq, issued_at, expires_at)
      select ${id}, '32', n, 'phone', ${id}, 'green', 1, i, i + interval '24 hours' from (select n, ${issued} as i from ${series}) s`);
    // The text that the mark of the phone's row is made over: capabilities/credentials/told.ts.
    const ms = (sql: string) => `round(extract(epoch from ${sql}) * 1000)::bigint`;
    const told = `'told|' || h || '|' || h || '|1|green|nothing-found|||${decidedAt}|' || n || '|f|t|${kid}|' || ${ms("i")} || '|' ||
                  ${ms("i + interval '24 hours'")} || '|' || t`;
    await run(`insert into code_device (person_key, device, resident_id, public_key, registered_at, code_id, colour, decision_seq, kid,
                                        issued_at, expires_at, token, rule, decided_at, mark)
      select h, h, h, decode('a401022001215820' || repeat(md5(n::text), 2) || '225820' || repeat(md5(n::text), 2), 'hex'),
             ${at(decidedAt)}, n, 'green', 1, '${kid}', i, i + interval '24 hours', decode(t, 'hex'), 'nothing-found', ${at(decidedAt)},
             sha256(${outer} || sha256(${inner} || convert_to(${told}, 'UTF8')))
        from (select n, ${issued} as i, ${id} as h, substr(repeat(md5(n::text), 14), 1, 420) as t from ${series}) s`);
  }
  await owner.unsafe("select setval('code_id_block', 900000)");
  await owner.unsafe(
    "vacuum analyze resident, resident_person, code_current, colour_decision, attestation, code_device",
  );
  await owner.unsafe("checkpoint");
  const personKey = holderId(count);
  const [row] = await owner<
    { id: string; mac: Uint8Array }[]
  >`select id, mac from colour_decision where person_key = ${personKey}`;
  const text = decisionText({
    id: row?.id ?? "",
    personKey,
    seq: 1,
    from: null,
    to: "green",
    rule: "nothing-found",
    ruleSet: "bench",
    evidenceId: null,
    since: null,
    until: null,
    at: instantOf(decidedAt),
    cause: "enrol",
  });
  if (row === undefined || !isMarked(services.keys.decisionKey, text, row.mac))
    throw new Error("the marks are not right");
  const [phone] = await readTold(owner, [{ residentId: personKey, personKey, device: personKey }], {
    phones: instantOf(0),
    refreshed: instantOf(0),
  });
  if (phone?.mark !== toldMark(services.keys.decisionKey, personKey, personKey, phone?.told ?? ""))
    throw new Error("the marks of the phones are not right");
  return (performance.now() - from) / 1000;
}
