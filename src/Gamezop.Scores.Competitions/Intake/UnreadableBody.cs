using System.Text;

namespace Gamezop.Scores.Competitions;

/// <summary>Bodies that could not be read belong to nobody, but may hold a user's id, or a sub of the user's, all the same.</summary>
internal static class UnreadableBody
{
    // A shorter one is found in many bodies that have nothing to do with the user.
    private const int LongEnough = 8;

    /// <summary>Whether a body has one of a user's subs in it: a long one anywhere, a short one as a JSON string.</summary>
    /// <param name="body">The body.</param>
    /// <param name="subs">The user's id, and what stands for it in game URLs.</param>
    public static bool Names(ReadOnlySpan<byte> body, IReadOnlyList<string> subs)
    {
        foreach (string sub in subs)
        {
            string wanted = sub.Length >= LongEnough ? sub : $"\"{sub}\"";
            if (body.IndexOf(Encoding.UTF8.GetBytes(wanted)) >= 0)
                return true;
        }

        return false;
    }
}
