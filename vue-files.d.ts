/** For tools that read TypeScript only (ESLint); vue-tsc finds the real types in the files. */
declare module '*.vue' {
  import type { Component } from 'vue'
  const component: Component
  export default component
}
