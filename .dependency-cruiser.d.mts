declare const config: { readonly forbidden: readonly unknown[]; readonly options: object };
export default config;
