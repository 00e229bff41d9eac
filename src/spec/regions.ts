import { regionForm } from "../pool/forms.ts";
import { nearest } from "./nearest.ts";

/** Where a session pool could be made when Microsoft tried each region on 2026-04-17, by display name. */
const REGIONS: readonly string[] = [
  "Australia East",
  "Australia Southeast",
  "Brazil South",
  "Canada Central",
  "Canada East",
  "Central India",
  "Central US",
  "East Asia",
  "East US",
  "East US 2",
  "France Central",
  "France South",
  "Germany West Central",
  "Italy North",
  "Japan East",
  "Japan West",
  "Jio India West",
  "Korea Central",
  "North Central US",
  "North Central US (Stage)",
  "North Europe",
  "Norway East",
  "Poland Central",
  "South Africa North",
  "South Central US",
  "South India",
  "Southeast Asia",
  "Spain Central",
  "Sweden Central",
  "Switzerland North",
  "UAE North",
  "UK South",
  "UK West",
  "West Central US",
  "West Europe",
  "West US",
  "West US 2",
  "West US 3",
];

/** Where none could be made on that day. */
const WITHOUT_POOLS: ReadonlySet<string> = new Set(["centraluseuap", "mexicocentral"]);
const KNOWN: ReadonlySet<string> = new Set(REGIONS.map(regionForm));

export type RegionStanding =
  | { readonly kind: "has pools" }
  | { readonly kind: "without pools" }
  | { readonly kind: "unknown"; readonly near?: string };

/** What is known of a region, by its display name or its short one. */
export function regionStanding(location: string): RegionStanding {
  const form = regionForm(location);
  if (KNOWN.has(form)) return { kind: "has pools" };
  if (WITHOUT_POOLS.has(form)) return { kind: "without pools" };
  const near = nearest(location, REGIONS);
  return { kind: "unknown", ...(near && { near }) };
}
