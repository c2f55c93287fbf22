/** The variant of the seven steps that counts: the platform's own, or what a city or province has published. */
import { isWithin, selfAndAncestors } from "#kernel/places.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { Problem } from "#platform/problem.ts";
import { ProfileShape, type publishProfile, type showProfile } from "./contract.ts";
import { observationProblems as problems } from "./rules/problems.ts";
import { DEFAULT_PROFILE, type Profile } from "./rules/profile.ts";
import type { ObservationRow } from "./store.ts";
import * as store from "./store-board.ts";

type Counting = { readonly area: string | null; readonly version: number; readonly profile: Profile };

const read = (row: store.ProfileRow): Profile => ProfileShape.parse(row.document);

/** What counts for a place now: the finest area's newest version, else the platform's own. */
export async function profileFor(ctx: Pick<Context, "sql">, place: string): Promise<Counting> {
  const row = await store.newestProfile(ctx.sql, selfAndAncestors(place));
  return row === null
    ? { area: null, version: 0, profile: DEFAULT_PROFILE }
    : { area: row.area, version: row.version, profile: read(row) };
}

/** The variants under which these were filed, by observation. */
export async function profilesOf(
  ctx: Pick<Context, "sql">,
  rows: readonly ObservationRow[],
): Promise<Map<string, Profile>> {
  const named = rows.flatMap(({ profile_area, profile_version }) =>
    profile_area === null ? [] : [{ area: profile_area, version: profile_version }],
  );
  const found =
    named.length === 0
      ? []
      : await store.profilesNamed(
          ctx.sql,
          named.map(({ area }) => area),
          named.map(({ version }) => version),
        );
  const byName = new Map(found.map((row) => [`${row.area}@${row.version}`, read(row)]));
  return new Map(
    rows.map((row) => [row.id, byName.get(`${row.profile_area}@${row.profile_version}`) ?? DEFAULT_PROFILE]),
  );
}

export const show: Answer<typeof showProfile> = (ctx, { area }) => profileFor(ctx, area).then(shown);

const shown = ({ profile, ...rest }: Counting) => ({
  ...rest,
  profile: { ...profile, careDays: [...profile.careDays] } as never,
});

export const publish: Answer<typeof publishProfile> = async (ctx, { area }, { follows, profile, legalBasis }) => {
  const version = follows + 1;
  const before = await store.newestProfile(ctx.sql, [area]);
  const document = { ...profile, id: `${area}@${version}` };
  const isNext = (before?.version ?? 0) === follows && isWithin(area, ctx.actor.area);
  const byPost = ctx.actor.postId;
  if (!isNext || !(await store.insertProfile(ctx.sql, { area, version, document, legalBasis, byPost }, ctx.now)))
    throw new Problem(problems["version-taken"]);
  await audit(ctx, {
    action: "observation.profile",
    objectKind: "observation-profile",
    objectId: document.id,
    place: area,
    detail: { version },
  });
  return { version };
};
