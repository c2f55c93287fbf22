import type { Location } from "./router.ts";

/** What every page is given: its address, and the area of the reader's post. */
export type PageProps = { readonly location: Location; readonly area: string };
