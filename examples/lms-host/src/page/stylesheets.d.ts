// What the bundler makes of a stylesheet.
declare module '*.css'
