using 'main.bicep'

// Answers that differ from one deployment to the next come from the environment: azd sets the first two.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'prod')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')

// What is followed: the setting POOLKEEPER_SOURCES and the roles both come from this list.
param sources = [
  {
    repository: 'contoso/session-pools'
    branch: 'main'
    directory: 'pools'
    resourceGroups: [
      '/subscriptions/34adfa4f-cedf-4dc0-ba29-b6d1a69ab345/resourceGroups/rg'
    ]
  }
]

// Only while they are set do they go to the vault; left empty, the vault keeps what it has.
param webhookSecret = readEnvironmentVariable('POOLKEEPER_WEBHOOK_SECRET', '')
param webhookSecretPrevious = readEnvironmentVariable('POOLKEEPER_WEBHOOK_SECRET_PREVIOUS', '')
param githubAppId = readEnvironmentVariable('POOLKEEPER_GITHUB_APP_ID', '')
param githubAppPrivateKey = readEnvironmentVariable('POOLKEEPER_GITHUB_APP_PRIVATE_KEY', '')
param githubToken = readEnvironmentVariable('POOLKEEPER_GITHUB_TOKEN', '')

param alertEmails = []
