import { campaignDoorCopy, markDoor, moveDoors } from "#capabilities/campaigns/contract.ts";
import { percentText } from "#capabilities/rollups/rules/coverage.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { paths } from "../paths.ts";
import { useCopies } from "../store/copies.ts";
import { useMended } from "../store/mend.ts";
import { DoorScreen } from "./DoorScreen.tsx";
import { DoorsScreen } from "./DoorsScreen.tsx";
import { FoundScreen } from "./FoundScreen.tsx";
import "./campaigns.css";
import { type CampaignHere, coverageHere, hasEnded, useCampaigns, useDoorsHere } from "./here.ts";
import { campaignWords } from "./words.ts";

/** Campaigns of one's places; one campaign's doors; one door; a door that was found. */
export function CampaignsSection({ rest }: { readonly rest: readonly string[] }) {
  const [campaignId, part, doorId] = rest;
  const w = useWords(campaignWords);
  const campaigns = useCampaigns();
  if (campaignId === "mend") return <Mend />;
  if (campaignId === undefined) return <List />;
  const campaign = campaigns.get(campaignId);
  if (campaign === undefined)
    return (
      <>
        <Bar title={w.title} back={paths.section("campaigns")} />
        <p className="empty">{w.none}</p>
      </>
    );
  if (part === "door" && doorId !== undefined)
    return <DoorScreen key={doorId} campaignId={campaignId} campaign={campaign} campaignDoorId={doorId} />;
  if (part === "found") return <FoundScreen campaignId={campaignId} campaign={campaign} />;
  return <DoorsScreen campaignId={campaignId} campaign={campaign} isPlan={part === "plan"} />;
}

/** A refused command that names a door: at the door. */
function Mend() {
  const campaigns = useCampaigns();
  const doors = useCopies(campaignDoorCopy);
  const marked = useMended(markDoor)?.body.campaignDoorId;
  const moved = useMended(moveDoors)?.body.campaignDoorIds[0];
  const id = marked ?? moved;
  const campaignId = id === undefined ? undefined : doors.get(id)?.campaignId;
  const campaign = campaignId === undefined ? undefined : campaigns.get(campaignId);
  if (id === undefined || campaignId === undefined || campaign === undefined) return <List />;
  return <DoorScreen key={id} campaignId={campaignId} campaign={campaign} campaignDoorId={id} />;
}

function List() {
  const w = useWords(campaignWords);
  const campaigns = [...useCampaigns()].sort(([, a], [, b]) => (a.startedAt < b.startedAt ? 1 : -1));
  return (
    <>
      <Bar title={w.title} back={paths.work} />
      {campaigns.length === 0 && <p className="empty">{w.none}</p>}
      <nav className="rows" aria-label={w.title}>
        {campaigns.map(([id, campaign]) => (
          <One key={id} id={id} campaign={campaign} />
        ))}
      </nav>
    </>
  );
}

function One({ id, campaign }: { readonly id: string; readonly campaign: CampaignHere }) {
  const w = useWords(campaignWords);
  const { moment, count } = useFormat();
  const { covered, of, permille } = coverageHere(useDoorsHere(id));
  return (
    <a className="row" href={paths.section("campaigns", id)}>
      <span className="campaign-row">
        <strong>{campaign.name}</strong>
        <span className="quiet">{hasEnded(campaign) ? w.ended : w.until(moment(campaign.untilAt))}</span>
        <span>{w.coverage(count(covered), count(of), percentText(permille))}</span>
      </span>
      <span className="chevron" aria-hidden="true" />
    </a>
  );
}
