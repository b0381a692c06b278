using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Gamezop.Scores;

/// <summary>
/// Bounds what a sender can have kept beside the members that an event has. Only on arrival: what is kept can be read whatever the limit is later.
/// </summary>
internal static class AdditionalMembersLimit
{
    /// <summary>Checks their length as posted: names and values without what stands between them.</summary>
    public static ScoreFormatError? Check(ScoreEvent scoreEvent, int maxBytes)
    {
        if (scoreEvent.AdditionalMembers.Count == 0)
            return null;
        var bytes = 0L;
        foreach (var (name, value) in scoreEvent.AdditionalMembers)
            bytes += Encoding.UTF8.GetByteCount(name) + JsonMarshal.GetRawUtf8Value(value).Length;
        if (bytes <= maxBytes)
            return null;
        return new(null, string.Create(CultureInfo.InvariantCulture, $"has additional members of {bytes} bytes, and MaxAdditionalBytes allows {maxBytes}"));
    }
}
