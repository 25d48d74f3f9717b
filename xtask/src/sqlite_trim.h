/* Parts of SQLite that the app never calls, left out of the web build: a browser downloads every byte.
   Only switches that act outside SQL's grammar, so that the amalgamation still compiles as it is. */
#undef SQLITE_ENABLE_API_ARMOR
#undef SQLITE_ENABLE_BYTECODE_VTAB
#undef SQLITE_ENABLE_COLUMN_METADATA
#undef SQLITE_ENABLE_DBPAGE_VTAB
#undef SQLITE_ENABLE_DBSTAT_VTAB
/* Search has an index of its own (ADR 0005). */
#undef SQLITE_ENABLE_FTS5
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
#define SQLITE_OMIT_AUTHORIZATION 1
#define SQLITE_OMIT_AUTOMATIC_INDEX 1
#define SQLITE_OMIT_AUTOVACUUM 1
#define SQLITE_OMIT_BETWEEN_OPTIMIZATION 1
#define SQLITE_OMIT_CASE_SENSITIVE_LIKE_PRAGMA 1
#define SQLITE_OMIT_COMPILEOPTION_DIAGS 1
/* Time is a parameter everywhere: no statement asks SQLite for it. What is left would ask the C library for CURRENT_TIME. */
#include <time.h>
#define gmtime(time) ((struct tm *)0)
#define strftime(into, size, format, time) 0
#define SQLITE_OMIT_DATETIME_FUNCS 1
#define SQLITE_OMIT_DECLTYPE 1
#define SQLITE_OMIT_DEPRECATED 1
/* No table refers to another by a key that SQLite would have to hold. */
#define SQLITE_OMIT_FOREIGN_KEY 1
#define SQLITE_OMIT_HEX_INTEGER 1
#define SQLITE_OMIT_INTEGRITY_CHECK 1
#define SQLITE_OMIT_LIKE_OPTIMIZATION 1
#define SQLITE_OMIT_LOAD_EXTENSION 1
#define SQLITE_OMIT_LOCALTIME 1
#define SQLITE_OMIT_LOOKASIDE 1
#define SQLITE_OMIT_OR_OPTIMIZATION 1
#define SQLITE_OMIT_PROGRESS_CALLBACK 1
#define SQLITE_OMIT_QUICKBALANCE 1
#define SQLITE_OMIT_SHARED_CACHE 1
#define SQLITE_OMIT_TRUNCATE_OPTIMIZATION 1
#define SQLITE_OMIT_WAL 1
#define SQLITE_OMIT_XFER_OPT 1
#define SQLITE_UNTESTABLE 1
