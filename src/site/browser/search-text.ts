const english = {
  label: 'Search the documentation',
  placeholder: 'Search',
  close: 'Close',
  start: 'Type a word, an alert or a command.',
  loading: 'Searching…',
  none: (term: string) => `Nothing found for “${term}”.`,
  noneFiltered: 'Nothing found with these filters.',
  noneHint: 'Try fewer or shorter words, or take a filter away.',
  failed: 'Search could not be loaded. Check your connection and try again.',
  results: (count: number) => `${count} ${count === 1 ? 'result' : 'results'}`,
  more: 'Show more results',
  all: { kind: 'All kinds', service: 'All services', tenant: 'All tenants', status: 'Any status' },
  facets: { kind: 'Kind', service: 'Service', tenant: 'Tenant', status: 'Status' },
};

export type SearchText = typeof english;
export type FacetName = keyof SearchText['facets'];

const dutch: SearchText = {
  label: 'Zoek in de documentatie',
  placeholder: 'Zoeken',
  close: 'Sluiten',
  start: 'Typ een woord, een melding of een commando.',
  loading: 'Zoeken…',
  none: (term) => `Niets gevonden voor ‘${term}’.`,
  noneFiltered: 'Niets gevonden met deze filters.',
  noneHint: 'Probeer minder of kortere woorden, of haal een filter weg.',
  failed: 'Zoeken kon niet worden geladen. Controleer de verbinding en probeer het opnieuw.',
  results: (count) => `${count} ${count === 1 ? 'resultaat' : 'resultaten'}`,
  more: 'Toon meer resultaten',
  all: {
    kind: 'Alle soorten',
    service: 'Alle diensten',
    tenant: 'Alle tenants',
    status: 'Elke status',
  },
  facets: { kind: 'Soort', service: 'Dienst', tenant: 'Tenant', status: 'Status' },
};

/** The words of the search dialog in the language of the page. */
export function searchText(language: string): SearchText {
  return language.startsWith('nl') ? dutch : english;
}
