import { ARM_REQUESTS } from "../../src/arm/requests.ts";
import { CONTAINERS, poisonQueue, QUEUES } from "../../src/storage/names.ts";
import * as form from "./form-rules.ts";
import * as safety from "./safety-rules.ts";
import type { Infra } from "./templates.ts";

const LAYOUT = {
  containers: [...CONTAINERS, "deployments"],
  queues: QUEUES.flatMap((name) => [name, poisonQueue(name)]),
};

type Rule = (infra: Infra) => readonly string[];
type Plant = readonly [path: string, from: string, to: string, problem: string];

/** Each rule, and what must break it. */
export const RULES: readonly (readonly [promise: string, rule: Rule, plants: readonly Plant[]])[] = [
  [
    "every file is Bicep",
    form.syntax,
    [
      ["modules/app.bicep", "  location: location\n", "  location location\n", "not Bicep"],
      ["main.bicepparam", "param alertEmails = []", "param alertEmails = [", "not Bicep"],
    ],
  ],
  [
    "every name is declared and used",
    form.names,
    [
      ["modules/app.bicep", "serverFarmId: plan.id", "serverFarmId: plam.id", "plam is declared nowhere"],
      [
        "modules/storage.bicep",
        "var oldVersionsDays = 7",
        "var oldVersionsDays = 7\nvar spare = 1",
        "nothing uses spare",
      ],
    ],
  ],
  [
    "every module is given what it takes",
    form.modules,
    [
      ["main.bicep", "    pollSchedule: pollSchedule\n", "", "app is not given pollSchedule"],
      [
        "main.bicep",
        "    pollSchedule: pollSchedule\n",
        "    pollSchedul: pollSchedule\n",
        "which it does not take",
      ],
      ["main.bicep", "modules/alerts.bicep", "modules/alarms.bicep", "which is missing"],
      [
        "modules/vault.bicep",
        "@secure()\nparam githubToken",
        "param githubToken",
        "takes the secret githubToken in the open",
      ],
    ],
  ],
  [
    "the parameters file answers what is asked",
    form.answers,
    [
      ["main.bicepparam", "param location", "param region", "does not say location"],
      ["main.bicepparam", "param location", "param region", "says region, which nobody asks"],
    ],
  ],
  [
    "names begin with their abbreviation",
    form.abbreviations,
    [
      ["modules/monitoring.bicep", "'log-", "'logs-", "does not begin with log-"],
      ["main.bicep", "'asp-poolkeeper-", "'plan-poolkeeper-", "no name begins with asp-poolkeeper-"],
    ],
  ],
  [
    "every queue and container that the code names is there",
    (infra) => form.storageLayout(infra, LAYOUT),
    [
      ["modules/storage.bicep", "  'rollouts-poison'\n", "", "no queue rollouts-poison"],
      ["modules/storage.bicep", "'state', ", "", "no container state"],
      ["modules/storage.bicep", "  'syncs'\n", "  'syncs'\n  'spare'\n", "no use for the queue spare"],
    ],
  ],
  [
    "no shared key, no public blob, no old TLS",
    safety.noSharedKey,
    [
      [
        "modules/storage.bicep",
        "allowSharedKeyAccess: false",
        "allowSharedKeyAccess: true",
        "allowSharedKeyAccess",
      ],
      ["modules/storage.bicep", "    allowSharedKeyAccess: false\n", "", "allowSharedKeyAccess"],
      ["modules/storage.bicep", "'TLS1_2'", "'TLS1_0'", "minimumTlsVersion"],
      ["modules/storage.bicep", "publicAccess: 'None'", "publicAccess: 'Blob'", "open to the public"],
      [
        "modules/storage.bicep",
        "output blobEndpoint string = ",
        "output blobEndpoint string = account.listKeys().keys[0].value // ",
        "listKeys( takes a key",
      ],
    ],
  ],
  [
    "no output tells a secret, and every secret is secure",
    safety.noSecretOutput,
    [
      [
        "main.bicep",
        "output APP_NAME string = app.outputs.name",
        "output APP_NAME string = githubAppPrivateKey",
        "may tell a secret",
      ],
      [
        "modules/monitoring.bicep",
        "= insights.name",
        "= insights.properties.ConnectionString",
        "may tell a secret",
      ],
      [
        "main.bicep",
        "@secure()\nparam webhookSecret string",
        "param webhookSecret string",
        "webhookSecret is not secure",
      ],
    ],
  ],
  [
    "no role has a wildcard, and no role is given that is wider than needed",
    safety.noWildcardRole,
    [
      [
        "modules/followed-group.bicep",
        "'Microsoft.App/sessionPools/write'",
        "'Microsoft.App/sessionPools/*'",
        "has the action Microsoft.App/sessionPools/*",
      ],
      [
        "modules/followed-group.bicep",
        "concat(poolActions, identityActions) : poolActions",
        "['*'] : ['*']",
        "the actions of customRole can't be read",
      ],
      [
        "modules/storage.bicep",
        "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
        "b24988ac-6180-42a0-ab88-20f7382dd24c",
        "is no role to be given",
      ],
    ],
  ],
  [
    "a role that is to allow less is changed, and not left beside another one",
    safety.rolesChangeInPlace,
    [
      [
        "modules/followed-group.bicep",
        "'pools', principalId)",
        "'pools', principalId, string(mayAssignIdentities))",
        "another mayAssignIdentities leaves the old customRole in place",
      ],
      ["modules/lending-group.bicep", "'lending', principalId)", "'lending')", "two deployments share role"],
    ],
  ],
  [
    "no role is above a resource group",
    safety.noRoleAboveGroup,
    [
      [
        "main.bicep",
        "    scope: resourceGroup(split(id, '/')[2], split(id, '/')[4])",
        "    scope: subscription(split(id, '/')[2])",
        "does not run in a resource group",
      ],
      [
        "modules/followed-group.bicep",
        "var groupId = resourceGroup().id",
        "var groupId = subscription().id",
        "assigned elsewhere",
      ],
      [
        "modules/source-vault.bicep",
        "param name string",
        "targetScope = 'subscription'\nparam name string",
        "assignment is above a resource group",
      ],
    ],
  ],
  [
    "the audit trail can't be changed",
    safety.immutableAudit,
    [
      [
        "modules/storage.bicep",
        "immutabilityPeriodSinceCreationInDays: auditRetentionDays",
        "immutabilityPeriodSinceCreationInDays: 0",
        "no time-based immutability",
      ],
      ["modules/storage.bicep", "  parent: audit\n", "  parent: state\n", "no time-based immutability"],
      [
        "modules/storage.bicep",
        "allowProtectedAppendWrites: false",
        "allowProtectedAppendWrites: true",
        "appended to",
      ],
      [
        "modules/storage.bicep",
        "isVersioningEnabled: true",
        "isVersioningEnabled: false",
        "versions are not kept",
      ],
      [
        "modules/storage.bicep",
        "daysAfterCreationGreaterThan: max(auditDeleteAfterDays",
        "daysAfterCreationGreaterThan: max(oldVersionsDays",
        "deleted without their versions",
      ],
    ],
  ],
  [
    "the role has every action that the adapter's requests need, and no other",
    (infra) => safety.exactActions(infra, Object.values(ARM_REQUESTS)),
    [
      [
        "modules/followed-group.bicep",
        "  'Microsoft.App/sessionPools/delete'\n",
        "",
        "the role lacks Microsoft.App/sessionPools/delete",
      ],
      [
        "modules/followed-group.bicep",
        "  'Microsoft.App/locations/operationResults/read'\n",
        "",
        "the role lacks Microsoft.App/locations/operationResults/read",
      ],
      [
        "modules/followed-group.bicep",
        "var poolActions = [\n",
        "var poolActions = [\n  'Microsoft.App/jobs/write'\n",
        "nothing needs Microsoft.App/jobs/write",
      ],
    ],
  ],
  [
    "the app is hosted as it must be",
    safety.hosting,
    [
      ["modules/app.bicep", "'RollingUpdate'", "'Recreate'", "updates cut off"],
      ["modules/app.bicep", "http20Enabled: true", "alwaysOn: true", "Flex Consumption refuses alwaysOn"],
      ["modules/app.bicep", "version: '24'", "version: '20'", "Node.js 24"],
      [
        "modules/app.bicep",
        "name: 'scm'\n    properties: { allow: false }",
        "name: 'scm'\n    properties: { allow: true }",
        "scm takes passwords",
      ],
    ],
  ],
];
