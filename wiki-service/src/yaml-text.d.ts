/** In a Worker, content that is YAML is bundled as its text (`rules` in wrangler.toml). */
declare module '*.yaml' {
  const text: string;
  export default text;
}
