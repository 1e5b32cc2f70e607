// TypeScript in nodenext imports './x.js' and means './x.ts'. Only our own files are treated so; packages keep
// Jest's ordinary resolution.
module.exports = (path, options) => {
  if (/^\.{1,2}\/.*\.js$/.test(path) && !options.basedir.includes('/node_modules/')) {
    try {
      return options.defaultResolver(path.replace(/\.js$/, '.ts'), options);
    } catch {
      // a real .js file
    }
  }
  return options.defaultResolver(path, options);
};
