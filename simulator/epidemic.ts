import type { Output, Rows } from "./chunks.ts";
import type { World } from "./world.ts";
export async function writeEpidemic(_w: World, _o: Output, _r: Rows): Promise<Record<string, number>> {
  return {};
}
