using System.ComponentModel.DataAnnotations;

namespace Gamezop.Scores;

/// <summary>
/// The settings of receiving scores: section <c>Gamezop</c> of the configuration. They are validated when the host starts and take effect
/// without a restart; a change that fails validation is logged as an error, the last good values stay in force, and the health check is degraded.
/// </summary>
public sealed class GamezopScoresOptions
{
    /// <summary>
    /// The keys accepted in the <c>api-key</c> header of Gamezop's calls. Each one is accepted, so that a key can be rotated without
    /// losing a call: add the new one, have Gamezop change to it, remove the old one. At least one is needed, here or in
    /// <see cref="Sources"/>, unless <see cref="AllowAnonymous"/> is set. A key is 16 to 1,024 visible ASCII characters (no white space).
    /// </summary>
    public IList<string> ApiKeys { get; set => field = value ?? []; } = [];

    /// <summary>
    /// The publisher's apps and sites by name, each with api keys of its own: Gamezop's calls do not say which property they are about, and the
    /// key alone tells them apart. The name of the source is in <see cref="ScoreContext.Source"/>. A key belongs to one source only. A name is
    /// 1 to 100 characters without control characters, bidirectional overrides, white space at either end, and <c>:</c>. Empty unless set.
    /// </summary>
    public IDictionary<string, GamezopSourceOptions> Sources { get; set => field = value ?? NewSources(); } = NewSources();

    /// <summary>
    /// Keys that protect the <c>sub</c> of game URLs, each base64 of at least 16 random bytes. The first one protects new users' subs, all of them read.
    /// Empty (the default): subs are plain user ids. When set, a score whose sub none of them made is answered 200, counted, and not
    /// handled. A key with which subs were made must stay in the list for as long as its users play.
    /// </summary>
    public IList<string> SubKeys { get; set => field = value ?? []; } = [];

    /// <summary>
    /// Until this moment a sub that none of the <see cref="SubKeys"/> made is still taken as a plain user id: for the time after the first
    /// key was set, while games opened by
    /// older URLs are still played. Null (the default): not at all. Write the offset (<c>2026-12-01T00:00:00Z</c>).
    /// </summary>
    /// <remarks>A sub in the form of a protected one (base64url of at least 39 characters, with capital and small letters) is forged nevertheless.</remarks>
    public DateTimeOffset? AcceptUnsignedSubsUntil { get; set; }

    /// <summary>The longest body accepted, in bytes: 1 to 16,777,216; 16,384 unless set. Longer ones are answered 413.</summary>
    [Range(1, 16 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 16 * 1024;

    /// <summary>
    /// How long the members of a body may be that are not Gamezop's own, names and values together, in bytes: 0 to 16,777,216; 8,192 unless set. They
    /// are kept with every event.
    /// A body with more is answered 400.
    /// </summary>
    [Range(0, 16 * 1024 * 1024)]
    public int MaxAdditionalBytes { get; set; } = 8 * 1024;

    /// <summary>
    /// Accepts calls without an <c>api-key</c> header. False unless set: anybody who finds the URL can then post scores. A header that
    /// is sent must still be right when <see cref="ApiKeys"/> are configured.
    /// </summary>
    public bool AllowAnonymous { get; set; }

    private static Dictionary<string, GamezopSourceOptions> NewSources() => new(StringComparer.Ordinal);
}
