import { usePlaceName } from "../parts/place.ts";
import type { Row } from "./rows.ts";

/** The line's text, with the names of its places. */
export const RowText = ({ row }: { readonly row: Row }) => (
  <>
    {row.places.map((code) => (
      <span key={code}>
        <Name code={code} />{" "}
      </span>
    ))}
    {row.text}
  </>
);

function Name({ code }: { readonly code: string }) {
  return <>{usePlaceName(code) ?? code}</>;
}
