import type { Person } from "./audit/event.ts";
import type { SigningAlgorithm } from "./audit/signature.ts";
import type { DocumentName } from "./documents/names.ts";
import type { Repository } from "./documents/source.ts";
import type { PoolBody } from "./pool/body.ts";
import type { PoolId, ResourceGroup } from "./pool/id.ts";
import type { SecretReference } from "./pool/secrets.ts";
import type { Json, JsonObject } from "./shared/json.ts";
import type { Messages, QueueName } from "./shared/messages.ts";
import type { Secret } from "./shared/secret.ts";

/*
 * Every effect that the program can have. Adapters implement these and throw `Busy`, `NotYet` or `Refused`
 * (shared/failures.ts); use cases ask for the ones they use.
 */

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

export interface Chance {
  /** Evenly spread over [0, 1). */
  random(): number;
  /** A new random UUID. */
  uuid(): string;
}

export type LogFields = { readonly [name: string]: Json | undefined };

/** One line of JSON each: a constant message and variable fields. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Durable, at least once, in no order. */
export interface Queues {
  /** Returns when the message is stored. Not seen by anybody for `delayMs` (7 days at most). */
  send<Q extends QueueName>(queue: Q, message: Messages[Q], delayMs?: number): Promise<void>;
}

export type Labels = { readonly [name: string]: string };

/** JSON documents in the container `state`. */
export interface Documents {
  read<T>(name: DocumentName<T>): Promise<Stored<T> | undefined>;
  /** False if a document of that name is there already; it stays as it is. */
  create<T>(name: DocumentName<T>, value: T, labels?: object): Promise<boolean>;
  /** Replaces the document, or throws `Busy` if it is no longer the one that `etag` names. */
  replace<T>(name: DocumentName<T>, value: T, etag: string, labels?: object): Promise<void>;
  /** Names and labels of all documents whose name begins with `prefix`, in order of name. */
  list(prefix: string): AsyncIterable<Listed>;
  /**
   * Does `work` as the only holder of the document, which need not exist yet. Returns `held` without doing
   * it if somebody else is the holder. If the hold is lost on the way, the next write throws `Busy`.
   */
  hold<T, R>(name: DocumentName<T>, work: (held: Held<T>) => Promise<R>): Promise<R | "held">;
}

export interface Stored<T> {
  readonly value: T;
  readonly etag: string;
}

export interface Listed {
  readonly name: string;
  readonly labels: Labels;
}

export interface Held<T> {
  /** The document when the hold began; `undefined` if there was none. */
  readonly value: T | undefined;
  /**
   * Replaces the document while the hold lasts; throws `Busy` once it is lost, or may be: who gets an answer is the
   * holder at that moment.
   */
  write(value: T, labels?: object): Promise<void>;
}

/** Write-once blobs in the container `audit`. */
export interface Audit {
  /** False if a blob of that name is there already; it stays as it is. */
  create(name: string, text: string): Promise<boolean>;
  read(name: string): Promise<string | undefined>;
  /** Names that begin with `prefix`, in order. */
  list(prefix: string): AsyncIterable<string>;
}

/** Signs the audit's manifests with a key that never leaves its vault. */
export interface Signer {
  /** Id of the key: every manifest that is to be signed says so. */
  readonly key: string;
  /** `hash` is a SHA-256 in lower-case hex. */
  sign(hash: string): Promise<Signed>;
}

export interface Signed {
  readonly algorithm: SigningAlgorithm;
  /** Id of the key with the version that signed. */
  readonly key: string;
  /** Base64url. */
  readonly signature: string;
}

/** A pool as ARM shows it. */
export interface FoundPool {
  readonly id: PoolId;
  /** `Succeeded` where ARM says nothing. */
  readonly provisioningState: string;
  /** The whole resource as answered. */
  readonly resource: JsonObject;
}

/** Joins the requests of one rollout in Azure's own logs. */
export interface ArmCall {
  readonly correlationId: string;
  /** Tells the request from others (`x-ms-client-request-id`); a new one if not said. */
  readonly clientRequestId?: string;
  /** W3C's header of that name: where in a trace the request belongs. */
  readonly traceparent?: string;
}

/** What ARM said of a request, for the record and for its support. */
export interface ArmAnswerIds {
  /** HTTP status. */
  readonly status: number;
  readonly requestId?: string;
  readonly correlationId?: string;
}

export type Accepted = { readonly answer?: ArmAnswerIds } & (
  | { readonly kind: "done"; readonly found?: FoundPool }
  /** ARM works on it. The URL tells how it goes, where ARM named one. */
  | { readonly kind: "started"; readonly operationUrl?: Secret }
);

export type OperationStatus =
  | { readonly kind: "running" }
  | { readonly kind: "succeeded" }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/** ARM's session pools. */
export interface PoolResources {
  get(id: PoolId, call: ArmCall): Promise<FoundPool | undefined>;
  put(id: PoolId, body: PoolBody, call: ArmCall): Promise<Accepted>;
  remove(id: PoolId, call: ArmCall): Promise<Accepted>;
  /** Page by page, as ARM gives them. */
  list(group: ResourceGroup, call: ArmCall): AsyncIterable<FoundPool>;
  operation(url: Secret, call: ArmCall): Promise<OperationStatus>;
  /** Ids by which ARM may call us in a pool's `systemData`; none where our token does not say. Asks ARM nothing. */
  callers(): Promise<readonly string[]>;
}

export interface SecretVersion {
  readonly version: string;
  readonly value: Secret;
}

/** Azure Key Vault. A secret that is not there, disabled or expired is `Refused`, one that we may not read `NotYet`. */
export interface Secrets {
  /** The version that the reference names, or else the newest. */
  read(reference: SecretReference): Promise<SecretVersion>;
}

export interface TreeEntry {
  /** From the repository's root. */
  readonly path: string;
  /** Git's file mode, such as `100644`; `120000` is a symbolic link, `160000` a submodule. */
  readonly mode: string;
  readonly sha: string;
  /** In bytes; submodules have none. */
  readonly size?: number;
}

export type Tree =
  /** Every file below the directory: never a part of them. */
  | { readonly kind: "tree"; readonly sha: string; readonly entries: readonly TreeEntry[] }
  /** The commit is readable and has no such directory. */
  | { readonly kind: "missing" };

/** What is missing, GitHub did not say. */
export interface CommitDetails {
  readonly author?: Person;
  readonly committer?: Person;
  /** `reason` is GitHub's own word, such as `valid` or `unsigned`. */
  readonly signature?: { readonly verified: boolean; readonly reason: string };
}

export interface CommitStatus {
  readonly state: "pending" | "success" | "failure" | "error";
  readonly context: string;
  /** GitHub takes 140 characters at most. */
  readonly description: string;
}

/**
 * GitHub repositories. A repository, branch or permission that is not there is `Refused`, and so is a repository that
 * has another name now: no redirect is followed.
 */
export interface Repositories {
  /** GitHub's number of the repository that has this name now. It outlives names, and is never given again. */
  id(repository: Repository): Promise<number>;
  /** The commit that the branch names, in one request. */
  head(repository: Repository, branch: string): Promise<string>;
  /** Whether `descendant` has `ancestor` in its history; `undefined` if GitHub does not know one of them now. */
  isAncestor(repository: Repository, ancestor: string, descendant: string): Promise<boolean | undefined>;
  /** All files below `directory` (`""`: the whole repository), however many requests that takes. */
  tree(repository: Repository, commit: string, directory: string): Promise<Tree>;
  /** A blob's bytes, checked against its name. */
  blob(repository: Repository, sha: string): Promise<Uint8Array>;
  report(repository: Repository, commit: string, status: CommitStatus): Promise<void>;
  /** Who made the commit, and what GitHub says of its signature. */
  describe(repository: Repository, commit: string): Promise<CommitDetails>;
}

/** Checks GitHub's signature of a delivery. */
export interface Signatures {
  /** `text` is the body as sent, `signature` the header `x-hub-signature-256`. */
  verify(text: string, signature: string): Promise<boolean>;
}
