/** Which page stands at which address, and whose menu shows it. Rights are the server's business, not the menu's. */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { Role } from "#kernel/actor.ts";
import type { PageProps } from "./page.ts";

type Page = LazyExoticComponent<ComponentType<PageProps>>;

const page = (load: () => Promise<{ readonly Page: ComponentType<PageProps> }>): Page =>
  lazy(async () => ({ default: (await load()).Page }));

export const PAGES: Readonly<Record<string, Page>> = {
  overview: page(() => import("../overview/OverviewPage.tsx")),
  brief: page(() => import("../brief/BriefPage.tsx")),
  sessions: page(() => import("../session/SessionsPage.tsx")),
  session: page(() => import("../session/SessionPage.tsx")),
  minutes: page(() => import("../session/MinutesPage.tsx")),
  desk: page(() => import("../desk/DeskPage.tsx")),
  task: page(() => import("../desk/TaskPage.tsx")),
  observation: page(() => import("../observation/ObservationPage.tsx")),
  "observation-profile": page(() => import("../observation/ProfilePage.tsx")),
  enterprises: page(() => import("../enterprises/EnterprisesPage.tsx")),
  enterprise: page(() => import("../enterprises/EnterprisePage.tsx")),
  households: page(() => import("../households/HouseholdsPage.tsx")),
  instructions: page(() => import("../instructions/InstructionsPage.tsx")),
  forms: page(() => import("../forms/FormsPage.tsx")),
  reports: page(() => import("../reports/ReportsPage.tsx")),
  people: page(() => import("../people/PeoplePage.tsx")),
  person: page(() => import("../people/PersonPage.tsx")),
  codes: page(() => import("../codes/CodesPage.tsx")),
  paper: page(() => import("../paper/PaperPage.tsx")),
  checkpoints: page(() => import("../checkpoints/CheckpointsPage.tsx")),
  campaigns: page(() => import("../campaigns/CampaignsPage.tsx")),
  campaign: page(() => import("../campaigns/CampaignPage.tsx")),
  "campaign-sheet": page(() => import("../campaigns/SheetPage.tsx")),
  units: page(() => import("../units/UnitsPage.tsx")),
  workers: page(() => import("../workers/WorkersPage.tsx")),
  publicity: page(() => import("../publicity/PublicityPage.tsx")),
  safety: page(() => import("../safety/SafetyPage.tsx")),
  feeds: page(() => import("../feeds/FeedsPage.tsx")),
  assessment: page(() => import("../feeds/AssessmentPage.tsx")),
  "rule-sets": page(() => import("../rules/RuleSetsPage.tsx")),
  "rule-set": page(() => import("../rules/RuleSetPage.tsx")),
  "false-greens": page(() => import("../false-greens/FalseGreensPage.tsx")),
  "false-green": page(() => import("../false-greens/FalseGreenPage.tsx")),
  clues: page(() => import("../clues/CluesPage.tsx")),
  disputes: page(() => import("../disputes/DisputesPage.tsx")),
  dispute: page(() => import("../disputes/DisputePage.tsx")),
  services: page(() => import("../services/ServicesPage.tsx")),
  service: page(() => import("../services/ServicePage.tsx")),
  supplies: page(() => import("../supplies/SuppliesPage.tsx")),
  clue: page(() => import("../clues/CluePage.tsx")),
  appeals: page(() => import("../appeals/AppealsPage.tsx")),
  appeal: page(() => import("../appeals/AppealPage.tsx")),
  "look-backs": page(() => import("../look-backs/LookBacksPage.tsx")),
  recognition: page(() => import("../recognition/RecognitionPage.tsx")),
  purposes: page(() => import("../purposes/PurposesPage.tsx")),
  audit: page(() => import("../audit/AuditPage.tsx")),
};

const CENTRES = ["analyst", "signatory", "operator", "auditor"] as const satisfies readonly Role[];

export type MenuItem = {
  readonly name:
    | "overview"
    | "brief"
    | "sessions"
    | "desk"
    | "observation"
    | "enterprises"
    | "households"
    | "instructions"
    | "forms"
    | "reports"
    | "campaigns"
    | "units"
    | "people"
    | "codes"
    | "paper"
    | "false-greens"
    | "appeals"
    | "clues"
    | "disputes"
    | "services"
    | "supplies"
    | "checkpoints"
    | "look-backs"
    | "workers"
    | "publicity"
    | "safety"
    | "feeds"
    | "rule-sets"
    | "recognition"
    | "purposes"
    | "audit";
  /** Pages that belong to this item: it is marked while one of them is open. */
  readonly covers: readonly string[];
  readonly roles: readonly Role[];
  /** What the whole province has one of: the server shows it to posts of the province only. */
  readonly isProvincial?: boolean;
};

export const MENU: readonly MenuItem[] = [
  { name: "overview", covers: ["overview"], roles: CENTRES },
  { name: "brief", covers: ["brief"], roles: CENTRES },
  { name: "sessions", covers: ["sessions", "session", "minutes"], roles: CENTRES, isProvincial: true },
  { name: "enterprises", covers: ["enterprises", "enterprise"], roles: ["operator", "analyst"] },
  { name: "desk", covers: ["desk", "task"], roles: ["operator", "analyst"] },
  { name: "households", covers: ["households"], roles: ["operator", "grid-leader"] },
  {
    name: "observation",
    covers: ["observation", "observation-profile"],
    roles: ["operator", "auditor", "health-worker"],
  },
  { name: "instructions", covers: ["instructions"], roles: ["operator", "analyst"] },
  { name: "forms", covers: ["forms"], roles: ["operator", "analyst"] },
  { name: "reports", covers: ["reports"], roles: ["operator", "analyst", "signatory"] },
  {
    name: "campaigns",
    covers: ["campaigns", "campaign", "campaign-sheet"],
    roles: ["operator", "analyst", "auditor"],
  },
  { name: "services", covers: ["services", "service"], roles: ["operator", "health-worker", "police-officer"] },
  { name: "supplies", covers: ["supplies"], roles: ["operator"] },
  { name: "units", covers: ["units"], roles: ["operator", "analyst"] },
  { name: "clues", covers: ["clues", "clue"], roles: ["operator", "police-officer", "auditor"] },
  { name: "disputes", covers: ["disputes", "dispute"], roles: ["operator", "police-officer", "auditor"] },
  { name: "people", covers: ["people", "person"], roles: ["analyst", "signatory", "operator"] },
  { name: "codes", covers: ["codes"], roles: ["signatory", "health-worker", "auditor", "operator"] },
  {
    name: "false-greens",
    covers: ["false-greens", "false-green"],
    roles: ["operator", "signatory", "health-worker", "police-officer", "auditor"],
  },
  { name: "appeals", covers: ["appeals", "appeal"], roles: ["operator", "signatory", "health-worker", "auditor"] },
  { name: "look-backs", covers: ["look-backs"], roles: ["signatory", "health-worker", "auditor"] },
  { name: "paper", covers: ["paper"], roles: ["operator"] },
  { name: "checkpoints", covers: ["checkpoints"], roles: ["operator", "analyst"] },
  { name: "workers", covers: ["workers"], roles: ["operator", "analyst"] },
  { name: "publicity", covers: ["publicity"], roles: ["operator", "analyst", "auditor"] },
  {
    name: "safety",
    covers: ["safety"],
    roles: ["operator", "analyst", "auditor", "health-worker", "police-officer", "grid-leader"],
  },
  { name: "feeds", covers: ["feeds", "assessment"], roles: CENTRES, isProvincial: true },
  { name: "rule-sets", covers: ["rule-sets", "rule-set"], roles: CENTRES, isProvincial: true },
  { name: "recognition", covers: ["recognition"], roles: ["analyst", "signatory", "auditor"], isProvincial: true },
  { name: "purposes", covers: ["purposes"], roles: ["analyst", "signatory", "auditor"], isProvincial: true },
  { name: "audit", covers: ["audit"], roles: CENTRES },
];
