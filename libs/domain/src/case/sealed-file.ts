/** The type of a file that went back with its dossier. */
export const SEALED_FILE = 'sealed';
