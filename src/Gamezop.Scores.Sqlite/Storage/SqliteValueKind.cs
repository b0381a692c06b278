namespace Gamezop.Scores.Sqlite;

/// <summary>SQLite's kinds of values.</summary>
internal enum SqliteValueKind
{
    Null,
    Integer,
    Real,
    Text,
    Blob,
}
