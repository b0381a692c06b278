using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gamezop.Scores.Competitions;

/// <summary>A reconciliation as a file.</summary>
internal static class RewardExport
{
    private const string Names = "day,kind,rewards,granted,owed,withheld,paid,expired,withdrawn,clawbackDue,clawedBack";

    public static async ValueTask WriteAsync(Stream destination, RewardExportFormat format, IReadOnlyList<RewardReconciliation> rows, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        if (format == RewardExportFormat.Csv)
            text.Append(Names).Append("\r\n");
        foreach (RewardReconciliation row in rows)
            if (format == RewardExportFormat.Csv)
                text.Append(Csv(row)).Append("\r\n");
            else
                text.Append(JsonSerializer.Serialize(row, RewardsJson.Default.RewardReconciliation)).Append('\n');
        await destination.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
    }

    private static string Csv(RewardReconciliation row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Day:yyyy-MM-dd},{Quoted(row.Kind)},{row.Rewards},{row.Granted},{row.Owed},{row.Withheld},{row.Paid},{row.Expired},{row.Withdrawn},{row.ClawbackDue},{row.ClawedBack}");

    // A kind is the publisher's own text; a spreadsheet must not take it for more than that.
    private static string Quoted(string kind)
    {
        string text = kind[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + kind : kind;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
