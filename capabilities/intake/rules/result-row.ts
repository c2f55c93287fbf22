import type { PlaceCode } from "#kernel/places.ts";
import type { RiskTier } from "#kernel/tiers.ts";
import type { Instant } from "#kernel/time.ts";

/** One reason with the rows of feeds that it rests on, as the assessment writes them. */
export type Evidence = {
  readonly rule: string;
  readonly tier: RiskTier;
  readonly at: string;
  readonly more?: number | undefined;
  readonly evidence: {
    readonly at: string;
    readonly feed: string;
    readonly file: string;
    readonly row: number;
    readonly place?: string | undefined;
    readonly of?: string | undefined;
    readonly sharedPhone?: boolean | undefined;
  }[];
};

/** A row of assessment_result, as several capabilities read it. */
export type ResultRow = {
  readonly person_key: string;
  readonly kind: "person" | "phone";
  readonly tier: RiskTier;
  readonly rules: string[];
  readonly latest_exposure_at: Instant | null;
  readonly exposure_tenths: number;
  readonly managed: boolean;
  readonly shared_phone: boolean;
  readonly place: PlaceCode | null;
  readonly place_source: string;
  readonly evidence: Evidence[];
};
