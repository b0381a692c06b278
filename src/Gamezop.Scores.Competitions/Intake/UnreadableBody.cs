using System.Text;

namespace Gamezop.Scores.Competitions;

/// <summary>Bodies that could not be read belong to nobody, but may hold a user's id all the same.</summary>
internal static class UnreadableBody
{
    // A shorter id is found in many bodies that have nothing to do with the user.
    private const int LongEnough = 8;

    /// <summary>Whether a body has a user's id in it: a long one anywhere, a short one as a JSON string or at the beginning of a signed one.</summary>
    public static bool Names(ReadOnlySpan<byte> body, string userId) => userId.Length >= LongEnough
        ? body.IndexOf(Encoding.UTF8.GetBytes(userId)) >= 0
        : body.IndexOf(Encoding.UTF8.GetBytes($"\"{userId}\"")) >= 0 || body.IndexOf(Encoding.UTF8.GetBytes($"\"{userId}.")) >= 0;
}
