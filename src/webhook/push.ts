import type { Source } from "../documents/source.ts";
import { isObject } from "../shared/json.ts";
import type { PushHint } from "../shared/messages.ts";
import type { Payload } from "./delivery.ts";

/** What we read of a push; GitHub sends much more. */
export interface Push {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly deleted: boolean;
  readonly forced: boolean;
  readonly repository: string;
  /** GitHub's number of it, which outlives its names. */
  readonly repositoryId: number | undefined;
  readonly pusher: string;
}

const SHA = /^([0-9a-f]{40}|[0-9a-f]{64})$/;
const REF_LENGTH_MAX = 1024;
/** GitHub's own are 140 at most; longer ones would only fill the log. */
const FULL_NAME_LENGTH_MAX = 256;
const PUSHER_LENGTH_MAX = 100;

/** `undefined` for a payload that is no push, whatever its event header claims. */
export function readPush(payload: Payload): Push | undefined {
  const { ref, before, after, deleted, forced, repository, pusher } = payload;
  if (typeof ref !== "string" || ref.length > REF_LENGTH_MAX) return undefined;
  if (typeof before !== "string" || !SHA.test(before)) return undefined;
  if (typeof after !== "string" || !SHA.test(after)) return undefined;
  if (typeof deleted !== "boolean" || typeof forced !== "boolean") return undefined;
  const fullName = fullNameOf(repository);
  if (fullName === undefined || fullName.length > FULL_NAME_LENGTH_MAX) return undefined;
  const name = isObject(pusher) && typeof pusher.name === "string" ? pusher.name : "unknown";
  return {
    ref,
    before,
    after,
    deleted,
    forced,
    repository: fullName,
    repositoryId: idOf(repository),
    pusher: name.slice(0, PUSHER_LENGTH_MAX),
  };
}

/** `owner/name` of a payload's repository. */
export function fullNameOf(repository: unknown): string | undefined {
  return isObject(repository) && typeof repository.full_name === "string" ? repository.full_name : undefined;
}

const idOf = (repository: unknown): number | undefined =>
  isObject(repository) && typeof repository.id === "number" ? repository.id : undefined;

export type Route =
  /** No source has a repository of this name. */
  | { readonly kind: "stranger" }
  | { readonly kind: "follow"; readonly sources: readonly Source[] }
  | { readonly kind: "ignore"; readonly why: string };

/** Which sources a push concerns, or why none. */
export function route(push: Push, sources: readonly Source[]): Route {
  const ofRepository = sources.filter((source) => isRepository(source, push.repository));
  if (ofRepository.length === 0) return { kind: "stranger" };
  if (push.ref.startsWith("refs/tags/")) return ignore("a tag, not a branch");
  const ofBranch = ofRepository.filter((source) => push.ref === `refs/heads/${source.branch}`);
  if (ofBranch.length === 0) return ignore("this branch is not followed");
  if (push.deleted) return ignore("the branch was deleted; its pools are kept");
  return { kind: "follow", sources: ofBranch };
}

const ignore = (why: string): Route => ({ kind: "ignore", why });

/** GitHub compares the names of owners and repositories without case. */
export function isRepository(source: Source, fullName: string): boolean {
  const { owner, name } = source.repository;
  return `${owner}/${name}`.toLowerCase() === fullName.toLowerCase();
}

export function hintOf(push: Push, delivery: string): PushHint {
  const { before, after, forced, pusher } = push;
  return { before, after, forced, pusher, delivery };
}
