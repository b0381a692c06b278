namespace Gamezop.Scores.Competitions;

/// <summary>A ranking as it is sent, the same bytes to everybody.</summary>
/// <param name="Data">The event's data line and its end.</param>
/// <param name="Tag">Differs when the data does.</param>
internal sealed record LiveFrame(ReadOnlyMemory<byte> Data, string Tag)
{
    public static LiveFrame Of(ReadOnlySpan<byte> json) => new((byte[])[.. "data: "u8, .. json, .. "\n\n"u8], ContentTag.Of(json));
}
