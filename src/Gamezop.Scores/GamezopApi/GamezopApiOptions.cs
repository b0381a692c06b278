using System.ComponentModel.DataAnnotations;

namespace Gamezop.Scores;

/// <summary>
/// The settings for calling Gamezop's API, usually section <c>Gamezop:Api</c> of the configuration. Validated when the host starts, and
/// read then.
/// </summary>
public sealed class GamezopApiOptions
{
    /// <summary>Which form of the API is called; <see cref="GamezopApiForm.Current"/> unless set.</summary>
    public GamezopApiForm Form { get; set; }

    /// <summary>The bearer token that Gamezop gave. The current form needs it. Never logged; keep it in a secret store.</summary>
    public string? Token { get; set; }

    /// <summary>The publisher's property id, e.g. <c>3025</c>. The older form of the games list needs it.</summary>
    public string? PropertyId { get; set; }

    /// <summary>The language of names and descriptions, an ISO 639 code of two or three letters; <c>en</c> unless set.</summary>
    public string Language { get; set; } = "en";

    /// <summary>Where the current form is: absolute, https (http for loopback hosts alone); <c>https://api.gamezop.com</c> unless set.</summary>
    public Uri BaseAddress { get; set; } = new("https://api.gamezop.com");

    /// <summary>Where the older form is: absolute, https (http for loopback hosts alone); <c>https://pub.gamezop.com</c> unless set.</summary>
    public Uri OlderBaseAddress { get; set; } = new("https://pub.gamezop.com");

    /// <summary>How long an answer is used before it is asked for again: 0 to 30 days; 1 hour unless set. Failures are never kept.</summary>
    public TimeSpan CacheDuration { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The longest answer that is read, in bytes after decompression: 1 KiB to 256 MiB; 32 MiB unless set. Longer ones fail.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int MaxResponseBytes { get; set; } = 32 * 1024 * 1024;
}
