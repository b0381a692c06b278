namespace Gamezop.Scores.Competitions;

/// <summary>How a ranking is written to a file.</summary>
public enum LeaderboardExportFormat
{
    /// <summary>
    /// Comma-separated values after RFC 4180, in UTF-8, with a header line: for spreadsheets. A text that a spreadsheet would take for a formula
    /// (it begins with <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>, a tab or a line break) gets an apostrophe before it.
    /// </summary>
    Csv,

    /// <summary>One JSON object in each line, in UTF-8: for programs. Texts are as they are.</summary>
    JsonLines,
}
