/** Written into the log at each opening, so that an auditor knows what wrote an entry. */
export const SOFTWARE = 'conclave 0.1.0'
