declare module 'virtual:crm-routes' {
  export const routes: import('../build.ts').DemoRoute[];
}
