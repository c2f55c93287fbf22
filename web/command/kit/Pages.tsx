import { type InfiniteData, type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Refused, Waiting } from "../../shared/states.tsx";
import { words } from "./words.ts";

type Page<Row> = { readonly rows: readonly Row[]; readonly next: string | null };

type Props<Row> = {
  readonly queryKey: QueryKey;
  /** One page of rows; `after` is the `next` of the page before, "" for the first. */
  readonly load: (after: string, signal: AbortSignal) => Promise<Page<Row>>;
  readonly children: (rows: readonly Row[]) => ReactNode;
  readonly refetchInterval?: number;
};

/** A long list page by page, without counting rows: "more" asks from the last key seen. */
export function Pages<Row>({ queryKey, load, children, refetchInterval }: Props<Row>) {
  const { more, shown, refresh } = useWords(words);
  const { count } = useFormat();
  const pages = useInfiniteQuery<Page<Row>, Error, InfiniteData<Page<Row>, string>, QueryKey, string>({
    queryKey,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
    // Many of these lists are audited when read: coming back to the window does not read them again at once.
    staleTime: 30_000,
    ...(refetchInterval === undefined ? {} : { refetchInterval }),
  });
  if (pages.isPending) return <Waiting />;
  if (pages.isError) return <Refused error={pages.error} again={() => void pages.refetch()} />;
  const rows = pages.data.pages.flatMap((page) => page.rows);
  return (
    <>
      {children(rows)}
      <p className="more row">
        <span className="quiet">{shown(count(rows.length))}</span>
        <Button type="text" onClick={() => void pages.refetch()} loading={pages.isRefetching}>
          {refresh}
        </Button>
        {pages.hasNextPage && (
          <Button onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage}>
            {more}
          </Button>
        )}
      </p>
    </>
  );
}
