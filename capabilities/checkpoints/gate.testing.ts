/** A checkpoint with staff for tests, and records as a phone makes them. */
import { v7 } from "uuid";
import type { Actor } from "#kernel/actor.ts";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Database } from "#platform/database.ts";
import { testPlaces, testPost } from "#testing/database.ts";

export const GRID = "320583101201001";
export const PLACES: Readonly<Record<string, string>> = {
  "32": "江苏省",
  "3205": "苏州市",
  "320583": "昆山市",
  "320583101": "花桥镇",
  "320583101201": "徐公桥村",
  [GRID]: "第一网格",
  "320585": "太仓市",
  "320585100": "城厢镇",
};

export type Gate = {
  readonly checkpointId: string;
  readonly staff: Actor;
  readonly colleague: Actor;
  readonly operator: Actor;
  readonly worker: Actor;
  /** Staff of another county. */
  readonly stranger: Actor;
};

/** Places, posts and one checkpoint with two lanes at a village's gate. */
export async function seedGate(owner: Database): Promise<Gate> {
  await testPlaces(owner, PLACES);
  const staff = await testPost(owner, { role: "checkpoint-staff", area: "320583101201" });
  const colleague = await testPost(owner, { role: "checkpoint-staff", area: "320583101201" });
  const operator = await testPost(owner, { role: "operator", area: "320583" });
  const worker = await testPost(owner, { role: "grid-worker", area: GRID, isPrimary: true });
  const stranger = await testPost(owner, { role: "checkpoint-staff", area: "320585100" });
  await testPost(owner, { role: "operator", area: "32" });
  const checkpointId = v7();
  await owner`
    insert into checkpoint (id, place, name, kind, lanes, set_up_by, set_up_at)
    values (${checkpointId}, ${GRID}, '徐公桥南门', 'estate-gate', 2, ${operator.postId}, '2020-02-01T00:00:00Z')`;
  return { checkpointId, staff, colleague, operator, worker, stranger };
}

/** A code scanned at `at`, green and passing when not said otherwise. */
export const scanAt = (checkpointId: string, at: Instant, more: Readonly<Record<string, unknown>> = {}) => ({
  kind: "code",
  id: v7(),
  checkpointId,
  lane: 1,
  deviceAt: isoInstant(at),
  clockOffsetMs: 0,
  outcome: "pass",
  why: "valid",
  form: "phone",
  issuer: "32",
  colour: "green",
  temperatureTenths: 365,
  ...more,
});
