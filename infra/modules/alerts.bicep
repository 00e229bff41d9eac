param suffix string
param location string
param applicationInsightsId string
param alertEmails string[]
param actionGroupIds string[]
param runbookUrl string
param tags object

var facts = 'traces | extend fact = parse_json(message)'

// Each name is also the anchor of its section in docs/operations.md.
var alerts = [
  {
    name: 'alert-abandoned'
    isLoggedOnce: true
    severity: 1
    description: 'A poison queue is not empty: the host gave up on a message. Read the record that the log names, mend the cause, and push or wait for the poll.'
    // By the host's own line too: it is there even where the run ends before it has said anything.
    query: '${facts} | where tostring(fact.message) == "message abandoned" or (message startswith "Executing" and message contains "Functions.abandoned")'
    window: 'PT15M'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'alert-rollout'
    isLoggedOnce: false
    severity: 2
    description: 'A commit has not settled for an hour. Look at its status on GitHub, then at the pool that it waits for.'
    query: '${facts} | where tostring(fact.message) == "commit wanted" and timestamp < ago(1h) | extend key = strcat(tostring(fact.source), "@", tostring(fact.commit)) | join kind=leftanti (${facts} | where tostring(fact.message) == "rollout closed" | extend key = strcat(tostring(fact.source), "@", tostring(fact.commit))) on key'
    window: 'PT6H'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'alert-snapshot'
    isLoggedOnce: false
    severity: 2
    description: 'No snapshot was taken for two hours: the audit trail has a gap. Look for the failure of takeSnapshot.'
    query: '${facts} | where tostring(fact.message) == "snapshot taken"'
    window: 'PT2H'
    operator: 'LessThan'
    threshold: 1
  }
  {
    name: 'alert-refusals'
    isLoggedOnce: false
    severity: 2
    description: 'Many webhook deliveries are refused: the secret on GitHub and in the vault differ, or somebody tries the door.'
    query: '${facts} | where tostring(fact.message) == "delivery refused"'
    window: 'PT15M'
    operator: 'GreaterThan'
    threshold: 20
  }
  {
    name: 'alert-source'
    isLoggedOnce: true
    severity: 1
    description: 'A source can not be read, and its pools are kept as they are. Look at the code: a credential, a branch or a repository is gone.'
    query: '${facts} | where tostring(fact.message) == "source unreadable, its pools are kept"'
    window: 'PT15M'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'alert-stuck'
    isLoggedOnce: true
    severity: 2
    description: 'ARM has worked on a pool for over 45 minutes. Follow the runbook for a pool that can not be repaired by another PUT.'
    query: '${facts} | where tostring(fact.message) == "operation stuck"'
    window: 'PT15M'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'alert-silent'
    isLoggedOnce: false
    severity: 0
    description: 'No poll for half an hour: the app does not run. Its settings are the first suspect.'
    query: '${facts} | where tostring(fact.message) == "polled"'
    window: 'PT30M'
    operator: 'LessThan'
    threshold: 1
  }
]

resource receivers 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(alertEmails)) {
  name: 'ag-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'poolkeeper'
    emailReceivers: [
      for (email, index) in alertEmails: {
        name: 'email-${index}'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = [
  for alert in alerts: {
    name: '${alert.name}-${suffix}'
    location: location
    tags: tags
    properties: {
      displayName: 'poolkeeper: ${alert.name}'
      description: '${alert.description} Runbook: ${runbookUrl}#${alert.name}'
      enabled: true
      severity: alert.severity
      scopes: [applicationInsightsId]
      evaluationFrequency: 'PT15M'
      windowSize: alert.window
      // What is logged once would look mended a quarter of an hour later: a person closes these.
      autoMitigate: !alert.isLoggedOnce
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: alert.operator
            threshold: alert.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: {
        actionGroups: empty(alertEmails) ? actionGroupIds : concat(actionGroupIds, [receivers.id])
      }
    }
  }
]
