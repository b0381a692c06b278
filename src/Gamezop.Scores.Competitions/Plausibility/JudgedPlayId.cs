using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Gamezop.Scores.Competitions;

/// <summary>Under which id operators know a judged play: its place in the list, as letters that survive a form and a URL.</summary>
internal static class JudgedPlayId
{
    public const string Prefix = "play-";

    public static string Of(JudgedPlay play) => Prefix + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(
        '\0', play.Since.UtcTicks.ToString(CultureInfo.InvariantCulture), play.Play.UserId, play.Play.GameCode, play.Play.GamePlayId)));

    public static bool TryRead(string id, [NotNullWhen(true)] out JudgedPlayPlace? place)
    {
        place = null;
        if (!id.StartsWith(Prefix, StringComparison.Ordinal) || !Base64Url.IsValid(id.AsSpan(Prefix.Length)))
            return false;
        // No id that Gamezop sends has U+0000 in it: an event with one is refused.
        string[] parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(id.AsSpan(Prefix.Length))).Split('\0');
        if (parts.Length != 4 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) || ticks > DateTimeOffset.MaxValue.Ticks)
            return false;
        place = new JudgedPlayPlace(new DateTimeOffset(ticks, TimeSpan.Zero), new PlayId(parts[1], parts[2], parts[3]));
        return true;
    }
}
