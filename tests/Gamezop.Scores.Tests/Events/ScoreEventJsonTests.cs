using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gamezop.Scores.Tests.Events;

public sealed partial class ScoreEventJsonTests
{
    private static readonly ScoreEvent First = ScoreEvent.Parse(Corpus.Read("valid", "additional-members-of-every-kind"));
    private static readonly JsonSerializerOptions SmallPieces = new() { DefaultBufferSize = 16 };
    private static readonly JsonSerializerOptions AsPublishersLikeIt = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper,
        NumberHandling = JsonNumberHandling.WriteAsString,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private static readonly ScoreEvent Second = ScoreEvent.Parse(Corpus.Read("valid", "state-unknown"));

    [Fact]
    public void Works_inside_a_source_generated_context_of_a_publisher()
    {
        Envelope envelope = new() { Source = "webhook", Latest = First, All = [Second, null, First], ByUser = new() { ["u"] = Second } };

        string json = JsonSerializer.Serialize(envelope, PublisherJson.Default.Envelope);
        Envelope read = JsonSerializer.Deserialize(json, PublisherJson.Default.Envelope)!;

        json.Should().Contain("\"latest\":{\"gameCode\":\"NyM_JGWcx\"").And.Contain("\"state\":\"paused\"");
        read.Latest.Should().Be(First);
        read.All.Should().Equal(Second, null, First);
        read.ByUser.Should().Equal(envelope.ByUser);
        read.None.Should().BeNull();
        JsonSerializer.Deserialize(JsonSerializer.Serialize(First, PublisherJson.Default.ScoreEvent), PublisherJson.Default.ScoreEvent).Should().Be(First);
    }

    [Fact]
    public void Error_inside_an_own_type_says_where()
    {
        JsonException exception = FluentActions.Invoking(() => JsonSerializer.Deserialize("""{"all":[{"gameCode":""}]}""", PublisherJson.Default.Envelope)).Should().Throw<JsonException>().Which;

        exception.Message.Should().Be("'gameCode' is empty.");
        exception.Path.Should().Be("$.all[0]");
        exception.InnerException.Should().BeOfType<ScoreFormatException>().Which.Error.Should().Be(new ScoreFormatError("gameCode", "is empty"));
    }

    [Fact]
    public async Task Payload_that_comes_in_pieces_is_read_by_the_same_rules()
    {
        byte[] json = Encoding.UTF8.GetBytes($"[{Encoding.UTF8.GetString(First.ToUtf8Json())},{Encoding.UTF8.GetString(Second.ToUtf8Json())}]");

        List<ScoreEvent>? read = await JsonSerializer.DeserializeAsync<List<ScoreEvent>>(new MemoryStream(json), SmallPieces);

        read.Should().Equal(First, Second);
    }

    [Fact]
    public void Options_of_a_publisher_change_nothing_about_the_wire_form()
    {
        JsonSerializer.SerializeToUtf8Bytes(First, AsPublishersLikeIt).Should().Equal(First.ToUtf8Json());
        JsonSerializer.Deserialize<ScoreEvent>(First.ToUtf8Json(), AsPublishersLikeIt).Should().Be(First);
    }

    [Fact]
    public void Options_of_a_publisher_do_not_loosen_the_rules()
    {
        string json = Encoding.UTF8.GetString(Second.ToUtf8Json());

        foreach (string loose in new[] { json.Replace("}", ",}", StringComparison.Ordinal), json.Replace("}", "/* comment */}", StringComparison.Ordinal) })
        {
            FluentActions.Invoking(() => JsonSerializer.Deserialize<ScoreEvent>(loose, AsPublishersLikeIt)).Should().Throw<JsonException>()
                .WithInnerException<ScoreFormatException>().WithMessage("The payload is not valid JSON.");
        }
    }

    [Fact]
    public void Depth_is_counted_from_the_event_not_from_what_it_stands_in()
    {
        string json = $"[[[[{Encoding.UTF8.GetString(Corpus.Read("valid", "nesting-16-objects"))}]]]]";

        JsonSerializer.Deserialize<ScoreEvent[][][][]>(json)![0][0][0][0].AdditionalMembers.Should().ContainKey("x");
    }

    internal sealed class Envelope
    {
        public string? Source { get; init; }

        public ScoreEvent? Latest { get; init; }

        public ScoreEvent? None { get; init; }

        public List<ScoreEvent?> All { get; init; } = [];

        public Dictionary<string, ScoreEvent> ByUser { get; init; } = [];
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Envelope))]
    [JsonSerializable(typeof(ScoreEvent))]
    internal sealed partial class PublisherJson : JsonSerializerContext;
}
