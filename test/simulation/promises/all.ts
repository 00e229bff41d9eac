import { converges } from "./p01-converges.ts";
import { neverGoesBack } from "./p02-never-goes-back.ts";
import { oneHandPerPool } from "./p03-one-hand-per-pool.ts";
import { nothingToDoNothingDone } from "./p04-nothing-to-do.ts";
import { nothingLost } from "./p05-nothing-lost.ts";
import { allOrNothing } from "./p06-all-or-nothing.ts";
import { nothingDeletedByAccident } from "./p07-no-accidents.ts";
import { staysInItsLane } from "./p08-stays-in-its-lane.ts";
import { neverHammers } from "./p09-never-hammers.ts";
import { alwaysAnswers } from "./p10-always-answers.ts";
import { secretsStaySecret } from "./p11-secrets.ts";
import { everythingOnRecord } from "./p12-on-record.ts";
import type { Promised } from "./promised.ts";

export const PROMISES: readonly Promised[] = [
  converges,
  neverGoesBack,
  oneHandPerPool,
  nothingToDoNothingDone,
  nothingLost,
  allOrNothing,
  nothingDeletedByAccident,
  staysInItsLane,
  neverHammers,
  alwaysAnswers,
  secretsStaySecret,
  everythingOnRecord,
];
