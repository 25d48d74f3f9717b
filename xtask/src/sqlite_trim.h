/* Parts of SQLite that the app never calls, left out of the web build: a browser downloads every byte.
   Only switches that act outside SQL's grammar, so that the amalgamation still compiles as it is. */
#undef SQLITE_ENABLE_API_ARMOR
#undef SQLITE_ENABLE_BYTECODE_VTAB
#undef SQLITE_ENABLE_COLUMN_METADATA
#undef SQLITE_ENABLE_DBPAGE_VTAB
#undef SQLITE_ENABLE_DBSTAT_VTAB
#undef SQLITE_ENABLE_MATH_FUNCTIONS
#undef SQLITE_ENABLE_OFFSET_SQL_FUNC
#undef SQLITE_ENABLE_PREUPDATE_HOOK
#undef SQLITE_ENABLE_SESSION
#undef SQLITE_ENABLE_STMTVTAB
#undef SQLITE_ENABLE_UNKNOWN_SQL_FUNCTION
#undef SQLITE_ENABLE_UNLOCK_NOTIFY
#define SQLITE_OMIT_COMPLETE 1
#define SQLITE_OMIT_GET_TABLE 1
#define SQLITE_OMIT_JSON 1
#define SQLITE_OMIT_TCL_VARIABLE 1
#define SQLITE_OMIT_TRACE 1
#define SQLITE_OMIT_UTF16 1
