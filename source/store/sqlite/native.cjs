// In the bundle it takes the place of a package that looks for SQLite in thirteen folders: npm puts it into this one.
module.exports = () => require('better-sqlite3/build/Release/better_sqlite3.node');
