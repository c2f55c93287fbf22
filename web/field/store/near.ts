/**
 * The places around one's own, as this phone last heard: the grids of the village and the villages of the township. A
 * hundred names, so that another grid or the village next door is chosen without a network (parts/PlacePicker.tsx).
 */
import { listChildren } from "#capabilities/places/contract.ts";
import { CODE_LENGTH } from "#kernel/places.ts";
import { DAY, instant, isoInstant } from "#kernel/time.ts";
import { ask } from "../../shared/api.ts";
import { platformNow } from "../../shared/me.ts";
import { here, keep } from "./local.ts";
import type { NearPlace } from "./memory.ts";

/** Places below one at most: of a village some twenty, of a township some fifty. */
const PLACES_AT_MOST = 200;

/** Asks again once a day, and when the post has another area. A township's post has its villages, and no grids. */
export async function refreshNear(): Promise<void> {
  const { me, near } = here().kept;
  const area = me?.value.post.area ?? "";
  if (area.length < CODE_LENGTH.township) return;
  const isFresh = near !== undefined && near.of === area && platformNow() < instant(near.at) + DAY;
  if (isFresh) return;
  const around = [CODE_LENGTH.township, CODE_LENGTH.village].filter((digits) => area.length >= digits);
  const places: NearPlace[] = [];
  let above = "";
  for (const digits of around) {
    const code = area.slice(0, digits);
    const { items } = await ask(listChildren, { code, limit: PLACES_AT_MOST });
    places.push(...items.map((one) => ({ code: one.code, name: one.name, above })));
    above = items.find((one) => area.startsWith(one.code))?.name ?? "";
  }
  keep({ near: { value: places, of: area, at: isoInstant(platformNow()) } });
}
