import { useEffect } from "react";
import { useLocal } from "../store/local.ts";
import type { PlaceView } from "../store/shapes.ts";
import { refreshPlace } from "../store/sync.ts";

/** A place as this phone knows it; asks for it once when it does not. */
export function usePlace(code: string | null): PlaceView | null {
  const kept = useLocal(({ kept }) => (code === null ? undefined : kept[`place/${code}`]));
  const isReached = useLocal(({ isReached }) => isReached);
  const isMissing = code !== null && code !== "" && kept === undefined;
  useEffect(() => {
    if (isMissing && isReached === true) void refreshPlace(code).catch(() => undefined);
  }, [isMissing, isReached, code]);
  return kept?.value ?? null;
}

/** Its name with that of the place above, as people say it; the code until the name is known. */
export function usePlaceName(code: string): string {
  const place = usePlace(code);
  const near = useLocal(({ kept }) => kept.near?.value.find((one) => one.code === code));
  if (place === null) return near === undefined ? code : `${near.above} ${near.name}`.trim();
  const above = place.parents.at(-1)?.name;
  return above === undefined || place.code.length <= 6 ? place.name : `${above} ${place.name}`;
}
