/** What is loaded when the first text comes that needs it. */
export { MarkdownBlocks } from './draw.ts'
export { parseMarkdown } from './parse.ts'
