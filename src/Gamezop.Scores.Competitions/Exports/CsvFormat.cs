using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gamezop.Scores.Competitions;

/// <summary>RFC 4180: comma, CRLF, quotes where they are needed and doubled inside.</summary>
internal sealed class CsvFormat : IExportFormat
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    // What spreadsheets take for the beginning of a formula, in their full-width forms too.
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20");

    private readonly StringBuilder _line = new();

    public void Begin(IBufferWriter<byte> output) => Encoding.UTF8.GetBytes("window,partition,rank,userId,score,achievedAt,country,name,avatar\r\n", output);

    public void Write(IBufferWriter<byte> output, string window, string partition, LeaderboardEntry entry)
    {
        _line.Clear().Append(window).Append(',');
        Text(partition).Append(CultureInfo.InvariantCulture, $",{entry.Rank},");
        Text(entry.UserId).Append(CultureInfo.InvariantCulture, $",{entry.Score:R},{entry.AchievedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'},{entry.Country},");
        Text(entry.Name).Append(',');
        Text(entry.Avatar).Append("\r\n");
        // In one piece: the builder's own may part a pair of surrogates.
        Encoding.UTF8.GetBytes(_line.ToString(), output);
    }

    private StringBuilder Text(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return _line;
        if (Formula.Contains(text[0]))
            text = "'" + text;
        return text.AsSpan().ContainsAny(Quoted) ? _line.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"') : _line.Append(text);
    }
}
