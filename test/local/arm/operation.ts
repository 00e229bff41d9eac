import type { PoolId } from "../../../src/pool/id.ts";

/** Work that goes on after the answer. Nothing is done when its time is over: time alone tells how it stands. */
export interface Operation {
  /** Base64 of `sessionPools:` and a UUID: the last segment of its URLs. */
  readonly name: string;
  readonly kind: "put" | "patch" | "delete";
  readonly pool: PoolId;
  /** The region's name: its URLs have no resource group. */
  readonly location: string;
  /** Epoch milliseconds. */
  readonly beganAt: number;
  readonly endsAt: number;
  /** How it will end, unless well. */
  readonly failure?: OperationFailure;
}

export interface OperationFailure {
  readonly code: string;
  readonly message: string;
}

export const isOver = ({ endsAt }: Operation, now: number): boolean => endsAt <= now;
