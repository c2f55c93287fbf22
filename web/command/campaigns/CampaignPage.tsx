import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { closeCampaign, watchCampaign } from "#capabilities/campaigns/contract.ts";
import { DOOR_STATES } from "#capabilities/campaigns/rules/doors.ts";
import { percentText } from "#capabilities/rollups/rules/coverage.ts";
import { instant } from "#kernel/time.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformNow, useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { PageHead, Panel } from "../kit/Panel.tsx";
import { Crumbs, PlaceName } from "../kit/place.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { Table } from "../kit/Table.tsx";
import { Tiles } from "../kit/Tiles.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import "./campaigns.css";
import { Doors } from "./Doors.tsx";
import { Groups } from "./Groups.tsx";
import { RetryPlan } from "./RetryPlan.tsx";
import { Sheets } from "./Sheets.tsx";
import { words } from "./words.ts";

const AGAIN_MS = 10_000;
/** Digits of a village: below it the doors themselves are listed, and printed. */
const VILLAGE = 12;

/** One screening in one place: figures, places below, groups, what is left to do, the doors, forms on paper. */
export function Page({ location, area }: PageProps) {
  const campaignId = location.parts[0] ?? "";
  const place = location.parts[1] ?? area;
  const w = useWords(words);
  const { count, moment } = useFormat();
  const { post } = useMe();
  const { data } = useSuspenseQuery({
    ...query(watchCampaign, { campaignId, area: place }),
    refetchInterval: AGAIN_MS,
  });
  const { campaign, own, children, groups } = data;
  const { tally, coverage } = own;
  const isRunning = campaign.closedAt === null && instant(campaign.untilAt) > platformNow();
  const canPlan = isRunning && post.role === "operator";
  const tiles: readonly (readonly [string, string])[] = [
    [w.coverage, percentText(coverage.permille)],
    [w.covered, w.of(count(coverage.covered), count(coverage.of))],
    ...DOOR_STATES.map((state) => [w.state[state], count(tally[state])] as const),
    [w.revisits, count(tally.revisits)],
    [w.found, count(tally.found)],
    [w.zeros, count(own.zeros)],
  ];
  return (
    <div className="page-stack">
      <div>
        <Crumbs code={place} area={area} label={w.crumbs} href={(code) => paths.campaign(campaignId, code)} />
        <PageHead
          title={`${campaign.name}`}
          lead={
            <>
              <PlaceName code={place} />
              {` · ${campaign.closedAt === null ? `${w.until} ${moment(campaign.untilAt)}` : w.closed}`}
            </>
          }
          actions={canPlan && campaign.area.startsWith(post.area) && <Close campaignId={campaignId} />}
        />
      </div>
      {campaign.villagesWaiting > 0 && <p className="notice">{w.waiting(count(campaign.villagesWaiting))}</p>}
      <Panel>
        <Tiles of={tiles} />
      </Panel>
      {children.length > 0 && (
        <Panel title={w.byPlace}>
          <Table
            caption={w.byPlace}
            rows={children}
            keyOf={(row) => row.place}
            columns={[
              {
                key: "place",
                title: w.place,
                cell: (row) => (
                  <a href={paths.campaign(campaignId, row.place)}>
                    <PlaceName code={row.place} />
                  </a>
                ),
              },
              { key: "share", title: w.coverage, isNumber: true, cell: (row) => percentText(row.coverage.permille) },
              { key: "covered", title: w.covered, isNumber: true, cell: (row) => count(row.coverage.covered) },
              { key: "of", title: w.doors, isNumber: true, cell: (row) => count(row.coverage.of) },
              ...(["NOT_VISITED", "NO_ANSWER", "REFUSED", "VACANT_CONFIRMED"] as const).map((state) => ({
                key: state,
                title: w.state[state],
                isNumber: true,
                cell: (row: (typeof children)[number]) => count(row.tally[state]),
              })),
              { key: "revisits", title: w.revisits, isNumber: true, cell: (row) => count(row.tally.revisits) },
              { key: "zeros", title: w.zeros, isNumber: true, cell: (row) => count(row.zeros) },
            ]}
          />
        </Panel>
      )}
      <Panel title={w.groups}>
        <Groups campaignId={campaignId} place={place} groups={groups} canPlan={canPlan} />
      </Panel>
      <Panel title={w.plan}>
        <RetryPlan campaignId={campaignId} place={place} />
      </Panel>
      <Panel title={w.doorList}>
        <Doors key={place} campaignId={campaignId} place={place} groups={groups} canPlan={canPlan} />
      </Panel>
      {canPlan && place.length >= VILLAGE && (
        <Panel title={w.print} note={w.printLead}>
          <Sheets campaignId={campaignId} place={place} />
        </Panel>
      )}
    </div>
  );
}

function Close({ campaignId }: { readonly campaignId: string }) {
  const w = useWords(words);
  const [isAsking, setAsking] = useState(false);
  const close = useAct((reason: string) => send(closeCampaign, { campaignId }, { reason }), {
    done: w.closedDone,
    onDone: () => setAsking(false),
  });
  return (
    <>
      <Button danger onClick={() => setAsking(true)}>
        {w.close}
      </Button>
      {isAsking && (
        <ReasonDialog
          title={w.close}
          okText={w.closeIt}
          isDanger
          isPending={close.isPending}
          onOk={(reason) => close.mutate(reason)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
