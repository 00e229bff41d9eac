import type { Operation } from "./patch.ts";

/**
 * One thing that happened, stored before it is reported as done. Its name in the container says when (`at`), what
 * (`kind`) and which (`id`): a step that is done again after a crash finds its event already there.
 */
export type AuditEvent =
  | DeliveryEvent
  | SyncEvent
  | IntentEvent
  | ResultEvent
  | DriftEvent
  | CorrectionEvent
  | SecretVersionEvent
  | AbandonedEvent
  | ConfigurationEvent;

export type EventKind = AuditEvent["kind"];

interface Common {
  readonly format: 1;
  /** Tells events of one kind and moment apart. */
  readonly id: string;
  /** UTC, ISO 8601, to the millisecond. */
  readonly at: string;
  /** The name of the source in the settings. */
  readonly source?: string;
  readonly commit?: string;
  /** Who is behind the commit: the account that pushed it, or else its author. */
  readonly actor?: string;
  /** ARM id of the pool. */
  readonly pool?: string;
  /** The correlation id of the commit's rollout, which Azure's own logs carry too. */
  readonly rollout?: string;
}

/** A webhook came; `actor` is who pushed, as GitHub says. Of refused ones only the first of each hour and reason is kept: anybody may send them. */
export interface DeliveryEvent extends Common {
  readonly kind: "delivery";
  readonly outcome: "accepted" | "refused";
  /** GitHub's id of the delivery: signed by nobody, so of a refused one it is what the sender claims. */
  readonly delivery?: string;
  /** Why it was refused. */
  readonly why?: string;
  /** HTTP status that the refused one was answered with. */
  readonly status?: number;
}

/** The specs of a commit were read, and what they ask for was written down. */
export interface SyncEvent extends Common {
  readonly kind: "sync";
  /** `rejected`: it has mistakes, and nothing of it is deployed. */
  readonly outcome: "wanted" | "rejected";
  /** The webhook that brought it. */
  readonly delivery?: string;
  /** What the commit says of itself, and what GitHub says of its signature; missing where GitHub did not say. */
  readonly author?: Person;
  readonly committer?: Person;
  readonly signature?: { readonly verified: boolean; readonly reason: string };
  /** The pools whose wish changed. */
  readonly specs: readonly ChangedSpec[];
  /** Mistakes and warnings, as `file:line:column message`; a bounded number of them. */
  readonly problems: readonly string[];
  /** How many mistakes there are. */
  readonly mistakes: number;
}

export interface Person {
  readonly name: string;
  readonly email?: string;
  /** The account on GitHub. */
  readonly login?: string;
}

export interface ChangedSpec {
  readonly path: string;
  /** ARM id. */
  readonly pool: string;
  /** Git's hash of the file; none for a spec that is gone. */
  readonly blobSha?: string;
  readonly generation: number;
}

interface ChangeCommon extends Common {
  readonly pool: string;
  /** Joins an intent and its result. Sent to ARM as `x-ms-client-request-id`. */
  readonly change: string;
  readonly action: "put" | "delete";
  readonly generation: number;
}

/** Before the request of a change leaves. Its result follows; until then nobody knows how it ended. */
export interface IntentEvent extends ChangeCommon {
  readonly kind: "intent";
  readonly why: string;
  /** Hash of the body that is put, without its secrets; none for a deletion. Names a stored body. */
  readonly wantedHash?: string;
  /** Hash of the body as found, without its secrets; none for a creation. Names a stored body. */
  readonly foundHash?: string;
  /** What the change is to make of the found body (`null`: no pool). */
  readonly difference: readonly Operation[];
}

/** How a change ended. */
export interface ResultEvent extends ChangeCommon {
  readonly kind: "result";
  /** `overtaken`: something newer took its place before its end was seen. */
  readonly outcome: "applied" | "removed" | "rejected" | "overtaken";
  /** Of the last request. */
  readonly answer?: ArmAnswerRecord;
  /** The last part of the operation's URL. */
  readonly operation?: string;
  readonly failure?: {
    readonly class: "busy" | "notYet" | "refused" | "operation";
    readonly code: string;
    readonly message: string;
  };
  readonly attempts: number;
  /** From the intent to the end, in milliseconds. */
  readonly durationMs: number;
  /** Hash of the body after it, without its secrets; none where there is no pool, or none was seen. Names a stored body. */
  readonly bodyHash?: string;
}

/** What ARM answered, for its support. */
export interface ArmAnswerRecord {
  /** HTTP status; none where no answer came. */
  readonly status?: number;
  readonly requestId?: string;
  readonly correlationId?: string;
}

/** A pool that had settled was found changed, or gone, by nobody that we know. */
export interface DriftEvent extends Common {
  readonly kind: "drift";
  readonly pool: string;
  readonly generation: number;
  readonly state: "drifted" | "missing";
  /** Of the body as found; none for a missing pool. */
  readonly foundHash?: string;
  /** Where found differs from wanted, as JSON pointers into what is wanted. */
  readonly pointers: readonly string[];
  /** What would make found as wanted again (`null`: no pool). */
  readonly difference: readonly Operation[];
  /** The last snapshot that did not show it, if there is one. */
  readonly since?: string;
}

/** A change outside git is about to be undone; the intent follows. */
export interface CorrectionEvent extends Common {
  readonly kind: "correction";
  readonly pool: string;
  readonly generation: number;
  readonly why: string;
  /** How many times in a row, with this one. */
  readonly count: number;
}

/** A secret of a pool has another version than the one it was given before. Never its value, nor a hash of it. */
export interface SecretVersionEvent extends Common {
  readonly kind: "secretVersion";
  readonly pool: string;
  readonly generation: number;
  /** Name within the pool. */
  readonly secret: string;
  /** The Key Vault's own URL of the secret, without a version. */
  readonly vaultSecret: string;
  readonly version: string;
  readonly previousVersion?: string;
}

/** A message that the host gave up on after its tries. */
export interface AbandonedEvent extends Common {
  readonly kind: "abandoned";
  readonly queue: string;
  /** SHA-256 of the message's text. */
  readonly messageHash: string;
  /** The start of its text, or what could be read of it. */
  readonly message: string;
}

/** The deployer began to run with this version and these settings. */
export interface ConfigurationEvent extends Common {
  readonly kind: "configuration";
  readonly version: string;
  readonly sources: readonly SourceRecord[];
  /** Settings that are no secret, such as the endpoints. */
  readonly settings: { readonly [name: string]: string };
}

export interface SourceRecord {
  readonly name: string;
  /** `owner/name`. */
  readonly repository: string;
  /** GitHub's number of it; missing where the settings don't say it. */
  readonly repositoryId?: number;
  readonly branch: string;
  readonly directory: string;
  /** ARM ids. */
  readonly resourceGroups: readonly string[];
  /** Hosts of the key vaults that its specs may name. */
  readonly keyVaults: readonly string[];
  readonly removed: string;
  readonly drift: string;
  readonly deletionsMax: number;
  /** Nothing is applied; missing where it is not. */
  readonly paused?: true;
}
