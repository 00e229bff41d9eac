import type { CommitStatus, LogFields } from "../../src/ports.ts";
import type { EffectCall } from "./effects.ts";
import type { ArmWrite } from "./stand-ins/arm.ts";

/** One run of one function. */
export interface Actor {
  /** Such as `reconcile slow-1 #2`. */
  readonly name: string;
  /** Something went wrong around it that it may not have been able to write down. */
  readonly isDisturbed: boolean;
}

/** What anybody could see who watches the world, and not the program. */
export type Fact =
  /** A call left for its service, arrived there, and was answered. */
  | { readonly kind: "sent" | "arrived"; readonly by: Actor; readonly call: EffectCall }
  | {
      readonly kind: "answered";
      readonly by: Actor;
      readonly call: EffectCall;
      /** HTTP's, where the service speaks it. */
      readonly status?: number;
      /** ARM's own word for what went wrong. */
      readonly code?: string;
      /** How long the service asked to be left alone. */
      readonly retryAfterMs?: number;
    }
  | ({ readonly kind: "armWrite"; readonly by: Actor } & ArmWrite)
  | { readonly kind: "status"; readonly commit: string; readonly status: CommitStatus }
  | {
      readonly kind: "log";
      readonly by: Actor;
      readonly level: "info" | "warn" | "error";
      readonly message: string;
      readonly fields: LogFields;
    }
  /** A webhook was answered. */
  | { readonly kind: "webhook"; readonly by: Actor; readonly commit: string; readonly status: number }
  | { readonly kind: "poisoned"; readonly queue: string; readonly text: string }
  /** An invocation came to its end; `error` where it threw. */
  | { readonly kind: "ended"; readonly by: Actor; readonly error?: unknown }
  | { readonly kind: "crashed"; readonly by: Actor }
  | { readonly kind: "fault"; readonly by: Actor; readonly call: EffectCall; readonly fault: string }
  /** Somebody changed, made or deleted a pool by hand. */
  | { readonly kind: "touched"; readonly pool: string }
  /** The secret in the key vault got a new version. */
  | { readonly kind: "rotated" }
  /** The branch was moved. */
  | { readonly kind: "pushed"; readonly commit: string }
  /** All is as it should be, and the next poll has nothing to do. */
  | { readonly kind: "quiet" };

export type Tell = (fact: Fact) => void;
