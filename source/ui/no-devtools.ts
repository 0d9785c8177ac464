/** Stands in for Ink's optional developer tools in the bundle: they are never loaded there. */
const devtools = { initialize(): void {}, connectToDevTools(): void {} };

// biome-ignore lint/style/noDefaultExport: it takes the place of a package whose face is a default export
export default devtools;
