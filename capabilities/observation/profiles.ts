/** The variant of the seven steps that counts: the platform's own, or what a city or province has published. */
import { isWithin, selfAndAncestors } from "#kernel/places.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { Problem } from "#platform/problem.ts";
import {
  type draftProfile,
  type dropProfileDraft,
  ProfileShape,
  type publishProfile,
  type showProfile,
  type showProfileDesk,
} from "./contract.ts";
import { observationProblems as problems } from "./rules/problems.ts";
import { DEFAULT_PROFILE, type Profile } from "./rules/profile.ts";
import { faultsOf } from "./rules/sound.ts";
import type { ObservationRow } from "./store.ts";
import * as store from "./store-board.ts";
import * as drafts from "./store-profiles.ts";

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
  rows: readonly Pick<ObservationRow, "id" | "profile_area" | "profile_version">[],
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

export const publish: Answer<typeof publishProfile> = async (ctx, { area }, { follows, profile, legalBasis, why }) => {
  if (faultsOf(profile).length > 0) throw new Problem(problems["profile-unsound"]);
  const version = follows + 1;
  const document = { ...profile, id: `${area}@${version}` };
  const byPost = ctx.actor.postId;
  await mustFollow(ctx, area, follows);
  const one = { area, version, document, legalBasis, why: why ?? null, byPost };
  if (!(await store.insertProfile(ctx.sql, one, ctx.now))) throw new Problem(problems["version-taken"]);
  await drafts.deleteDraft(ctx.sql, area);
  await note(ctx, "observation.profile", area, { version });
  return { version };
};

/** The draft is written on the newest version, and by a desk of the area. */
async function mustFollow(ctx: Context, area: string, follows: number): Promise<void> {
  const before = await store.newestProfile(ctx.sql, [area]);
  if ((before?.version ?? 0) !== follows || !isWithin(area, ctx.actor.area))
    throw new Problem(problems["version-taken"]);
}

const note = (ctx: Context, action: string, area: string, detail: Readonly<Record<string, number>>): Promise<void> =>
  audit(ctx, { action, objectKind: "observation-profile", objectId: area, place: area, detail });

export const draft: Answer<typeof draftProfile> = async (ctx, { area }, { follows, profile, why }) => {
  await mustFollow(ctx, area, follows);
  await drafts.putDraft(ctx.sql, { area, follows, document: profile, why, byPost: ctx.actor.postId }, ctx.now);
  await note(ctx, "observation.profile-draft", area, { follows });
  return { savedAt: isoInstant(ctx.now) };
};

export const drop: Answer<typeof dropProfileDraft> = async (ctx, { area }) => {
  const isDropped = await drafts.deleteDraft(ctx.sql, area);
  if (isDropped) await note(ctx, "observation.profile-drop", area, {});
  return { isDropped };
};

export const desk: Answer<typeof showProfileDesk> = async (ctx, { area }) => {
  const { area: from, profile } = shown(await profileFor(ctx, area));
  const published = await drafts.publishedOf(ctx.sql, area);
  const kept = await drafts.draftOf(ctx.sql, area);
  return {
    profile,
    from,
    version: published[0]?.version ?? 0,
    draft:
      kept === null
        ? null
        : { ...whom(kept), follows: kept.follows, profile: DraftShape.parse(kept.document) as never, why: kept.why },
    published: published.map((one) => ({
      ...whom(one),
      version: one.version,
      legalBasis: one.legal_basis,
      why: one.why,
    })),
  };
};
const DraftShape = ProfileShape.omit({ id: true });

const whom = (row: drafts.ByWhom) => ({
  at: isoInstant(row.at),
  byName: row.by_name,
  byOrganisation: row.by_organisation,
});
