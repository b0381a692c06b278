using Microsoft.AspNetCore.Http;

namespace Gamezop.Scores;

/// <summary>
/// What a request says its body is encoded with. The framework's decompression removes the header of what it decodes: where it is still
/// there, nothing does.
/// </summary>
internal static class ContentEncoding
{
    /// <summary>The name for no encoding.</summary>
    public const string Identity = "identity";

    private static readonly string[] Known = ["gzip", "br", "deflate", "zstd", "compress"];

    /// <summary>The encoding's name, or null when there is none.</summary>
    public static string? Find(HttpRequest request)
    {
        // Nearly always.
        if (request.Headers.ContentEncoding.Count == 0)
            return null;
        var names = request.Headers.ContentEncoding.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(name => !name.Equals(Identity, StringComparison.OrdinalIgnoreCase))
            .Select(name => Known.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? "not known")
            .ToList();
        return names.Count == 0 ? null : string.Join(", ", names.Take(Known.Length));
    }
}
