/** The shape of the phone's memory: what is kept in the vault, and what only this page knows. */
import type { CopyState, Records } from "./copy-rules.ts";
import type { Copy, Draft, Inbox, OutboxItem, PlaceView, SentItem, TaskPage, Who } from "./shapes.ts";
import type { VaultHeader } from "./vault-rules.ts";

/** A place that is chosen without a network: its name, and that of its village when it is a grid. */
export type NearPlace = { readonly code: string; readonly name: string; readonly above: string };

export type Kept = {
  readonly me?: Copy<Who>;
  readonly clockOffset?: number;
  readonly order?: number;
  /** How far the copy of the area is. */
  readonly copy?: CopyState | undefined;
  /** The places around one's own area (near.ts), and whose they are. */
  readonly near?: (Copy<readonly NearPlace[]> & { readonly of: string }) | undefined;
  /** The village or grid that is carried, chosen where the post has more than one village. */
  readonly copyArea?: string | undefined;
  /** The list of the day along the doors instead of by the hour. */
  readonly isWalking?: boolean;
  /** Where in the walk each task of the list comes (store/walking.ts): the order stands before the register is read. */
  readonly walks?: Readonly<Record<string, number>> | undefined;
  /** Where reports go as text messages, if this deployment takes them. */
  readonly smsNumber?: string | undefined;
  /** The account's secret, until the server has kept it. */
  readonly secret?: string | undefined;
  /** The refused item that is being put right, and the section in which (mend.ts). */
  readonly mending?: { readonly id: string; readonly section: string } | undefined;
  /** Short texts being typed outside of a draft. */
  readonly [typed: `typed/${string}`]: string | undefined;
  /** While this post is on leave. */
  readonly absenceId?: string | undefined;
  /** What today's numbers of a genuine caller are made of (safety/caller.ts); of one post, until midnight. */
  readonly caller?: { readonly day: string; readonly secret: string; readonly postId: string };
  /** `inbox/POST`: of each post its own. */
  readonly [inbox: `inbox/${string}`]: Copy<Inbox> | undefined;
  readonly [page: `page/${string}`]: Copy<TaskPage> | undefined;
  readonly [place: `place/${string}`]: Copy<PlaceView> | undefined;
};

export type VaultState =
  | { readonly is: "opening" | "open" }
  /** Nobody who is known has a vault here: a PIN is to be chosen once the server has said who is signed in. */
  | { readonly is: "none" }
  | { readonly is: "locked"; readonly header: VaultHeader }
  /** Opened by the account's secret: a new PIN is to be chosen. */
  | { readonly is: "new-pin" };

/** Why something was erased: said on the next screen. */
export type Erased = "signed-out" | "revoked" | "overdue" | "wrong-pin";

export type Local = {
  readonly vault: VaultState;
  /** The phone lay untouched for long: the PIN is asked again, over whatever was open. */
  readonly isCurtained: boolean;
  readonly erased: Erased | null;
  /** The account cannot open what is sealed here either: its secret was destroyed. */
  readonly isSecretGone: boolean;
  /** Unsent records of other posts on this phone, in vaults of their own. */
  readonly unsentOfOthers: number;
  readonly kept: Kept;
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly outbox: readonly OutboxItem[];
  readonly sent: readonly SentItem[];
  /** Did the last request reach the server? Null: none yet. */
  readonly isReached: boolean | null;
  readonly isSignedOut: boolean;
  readonly isRefreshing: boolean;
  /** Tasks that came since this page was opened: shown with a quiet mark. */
  readonly fresh: ReadonlySet<string>;
  /** The phone's storage refused something: said loudly, because then nothing is safe. */
  readonly isStorageBroken: boolean;
  /** The phone has no room: what can be fetched again made way, and the copy waits. */
  readonly isStorageFull: boolean;
  /** A newer version of the page lies ready. */
  readonly isUpdateReady: boolean;
  /** What the phone holds of its area, by kind and id (copies.ts). */
  readonly copies: Records;
  /** They are read after the list of the day stands: until then `copies` is empty without meaning "nothing". */
  readonly areCopiesRead: boolean;
};
