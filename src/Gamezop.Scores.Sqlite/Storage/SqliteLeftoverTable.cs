namespace Gamezop.Scores.Sqlite;

/// <summary>A table with rows that hang on another table's row.</summary>
/// <param name="Next">Reads the keys of some of them; after what names the other row comes how many.</param>
/// <param name="Remove">Removes one; after what names the other row comes its key.</param>
/// <param name="Keys">How many columns the key has.</param>
internal readonly record struct SqliteLeftoverTable(string Next, string Remove, int Keys);
