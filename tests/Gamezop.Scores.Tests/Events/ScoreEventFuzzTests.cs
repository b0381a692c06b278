using System.Globalization;
using System.Text.Json;
using CsCheck;

namespace Gamezop.Scores.Tests.Events;

/// <summary>
/// Arbitrary and mutated bytes. A longer campaign: <c>GAMEZOP_FUZZ=5000000 dotnet test tests/Gamezop.Scores.Tests --filter ScoreEventFuzzTests</c>.
/// </summary>
public sealed class ScoreEventFuzzTests
{
    private static readonly long Iterations = long.Parse(Environment.GetEnvironmentVariable("GAMEZOP_FUZZ") ?? "10000", CultureInfo.InvariantCulture);

    private static readonly byte[][] Seeds =
        [.. new[] { "valid", "invalid" }.SelectMany(folder => Corpus.Names(folder).Select(name => Corpus.Read(folder, name))).Where(payload => payload.Length < 4_000)];

    private static readonly byte[][] Tokens =
        [.. new[] { "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "1e999", "-", "\\u0000", "\\ud83d", "\\ude00", "\"score\":1,", "\"x\":[", "\uFEFF", "😀", "\0" }.Select(System.Text.Encoding.UTF8.GetBytes)];

    [Fact]
    public void Random_bytes_give_an_event_or_an_error() => Gen.Byte.Array[0, 200].Sample(Check, iter: Iterations / 2, threads: 1);

    [Fact]
    public void Mutated_payloads_give_an_event_or_an_error() =>
        Gen.Select(Gen.Int[0, Seeds.Length - 1], Gen.Int[0, Seeds.Length - 1], Gen.Int).Sample(
            (first, second, randomness) => Check(Mutate(Seeds[first], Seeds[second], new Random(randomness))),
            iter: Iterations,
            threads: 1);

    private static void Check(byte[] payload)
    {
        bool read = ScoreEvent.TryParse(payload, out ScoreEvent? scoreEvent, out ScoreFormatError? error);

        (scoreEvent is not null).Should().Be(read);
        (error is null).Should().Be(read);
        if (!read)
            return;

        // A second opinion: what we take is JSON for others too, and what we write is what we read.
        ReadOnlyMemory<byte> json = payload.AsMemory(payload.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
        JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 }).Dispose();
        JsonSerializer.Deserialize<ScoreEvent>(json.Span).Should().Be(scoreEvent);
        ScoreEvent again = ScoreEvent.Parse(scoreEvent!.ToUtf8Json());
        again.Should().Be(scoreEvent);
        again.GetEventId().Should().Be(scoreEvent.GetEventId());
    }

    private static byte[] Mutate(byte[] payload, byte[] other, Random random)
    {
        List<byte> bytes = [.. payload];
        for (int step = random.Next(1, 5); step > 0; step--)
        {
            int at = random.Next(bytes.Count + 1);
            int length = random.Next(1 + Math.Min(20, bytes.Count - at));
            switch (random.Next(6))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                    break;
                case 4:
                    int from = random.Next(other.Length + 1);
                    bytes.InsertRange(at, other.AsSpan(from, random.Next(other.Length - from + 1)));
                    break;
                case 5 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                default:
                    break;
            }
        }

        return [.. bytes];
    }
}
