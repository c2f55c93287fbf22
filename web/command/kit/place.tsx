import { useQuery } from "@tanstack/react-query";
import { show } from "#capabilities/places/contract.ts";
import { parentOf, selfAndAncestors } from "#kernel/places.ts";
import { query } from "../../shared/api.ts";

/** A place by its code; names of places hardly change, so a browser asks once. */
export const placeQuery = (code: string) => ({ ...query(show, { code }), staleTime: Number.POSITIVE_INFINITY });

/** Digits of a city: up to there a place is asked for itself, below it through the place above, whose answer names all. */
const CITY = 4;

/**
 * The name of a place and of the one above it. A list of fifty doors asks for its few villages, not for fifty places:
 * the answer about a place names those directly below it. Null: not known, such as a place of another province.
 */
export function usePlaceName(code: string): { readonly name: string | null; readonly above: string | null } {
  const parent = parentOf(code);
  const isSmall = parent !== null && code.length > CITY;
  const options = { retry: false, retryOnMount: false } as const;
  const above = useQuery({ ...placeQuery(parent ?? code), ...options, enabled: isSmall }).data;
  const child = above?.children.find((one) => one.code === code);
  // A retired place, or one beyond the first 200 children, is asked for by itself.
  const own = useQuery({ ...placeQuery(code), ...options, enabled: !isSmall || (above !== undefined && !child) }).data;
  return { name: child?.name ?? own?.name ?? null, above: above?.name ?? null };
}

/** The place's name, its code until the name is known. */
export function PlaceName({ code }: { readonly code: string }) {
  const { name } = usePlaceName(code);
  return <span title={code}>{name ?? code}</span>;
}

/** Digits of a county: finer places are named with the place above them. */
const COUNTY = 6;

/** The place's name after the name of the place above it: 某街道 · 某社区. */
export function PlaceLine({ code }: { readonly code: string }) {
  const { name, above } = usePlaceName(code);
  return (
    <span title={code}>
      {name !== null && above !== null && code.length > COUNTY && <span className="quiet">{`${above} · `}</span>}
      {name ?? code}
    </span>
  );
}

type CrumbsProps = {
  readonly code: string;
  /** The reader's own area: what lies above it is named, not linked. */
  readonly area: string;
  readonly label: string;
  readonly href: (code: string) => string;
};

/** From the province down to the place itself. */
export function Crumbs({ code, area, label, href }: CrumbsProps) {
  const { data } = useQuery({ ...placeQuery(code), retry: false });
  const names = new Map(
    [...(data?.parents ?? []), ...(data ? [data] : [])].map((place) => [String(place.code), place.name]),
  );
  const codes = selfAndAncestors(code).reverse();
  if (codes.length === 1) return null;
  return (
    <nav aria-label={label} className="crumbs">
      <ol>
        {codes.map((one) => (
          <li key={one}>
            {one.startsWith(area) && one !== code ? (
              <a href={href(one)}>{names.get(one) ?? one}</a>
            ) : (
              <span aria-current={one === code ? "page" : undefined}>{names.get(one) ?? one}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
