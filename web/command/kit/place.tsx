import { useQuery } from "@tanstack/react-query";
import { show } from "#capabilities/places/contract.ts";
import { selfAndAncestors } from "#kernel/places.ts";
import { query } from "../../shared/api.ts";

/** A place by its code; names of places hardly change, so a browser asks once. */
export const placeQuery = (code: string) => ({ ...query(show, { code }), staleTime: Number.POSITIVE_INFINITY });

/** The place's name, its code until the name is known. */
export function PlaceName({ code }: { readonly code: string }) {
  const { data } = useQuery({ ...placeQuery(code), retry: false });
  return <span title={code}>{data?.name ?? code}</span>;
}

/** The place's name after the name of the place above it: 某街道 · 某社区. */
export function PlaceLine({ code }: { readonly code: string }) {
  const { data } = useQuery({ ...placeQuery(code), retry: false });
  if (!data) return <span>{code}</span>;
  const above = data.parents.at(-1);
  return (
    <span title={code}>
      {above && code.length > 6 && <span className="quiet">{`${above.name} · `}</span>}
      {data.name}
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
