import { paths } from "../paths.ts";

/** Where the screens of this section are. */
export const at = {
  search: paths.section("households"),
  add: paths.section("households", "add"),
  returns: paths.section("households", "returns"),
  door: (doorId: string) => paths.section("households", "door", doorId),
  deed: (doorId: string, deed: "edit" | "move-in" | "move-out" | "person" | "landlord", of?: string) =>
    paths.section("households", "door", doorId, deed, ...(of === undefined ? [] : [of])),
} as const;
