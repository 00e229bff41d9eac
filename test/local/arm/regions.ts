/** The regions where a session pool can be created, as ARM shows them. */
const DISPLAY_NAMES = [
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

/** `East US`, `eastus` and `EAST US` are one region: `eastus`. */
export const regionName = (location: string): string => location.toLowerCase().replace(/[\s()]/g, "");

const byName = new Map(DISPLAY_NAMES.map((display) => [regionName(display), display]));

/** How ARM spells the region in its answers; `undefined` if there are no session pools in it. */
export const regionDisplayName = (location: string): string | undefined => byName.get(regionName(location));

export const regionNames = (): readonly string[] => [...byName.keys()];
