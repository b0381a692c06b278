using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gamezop.Scores;

/// <summary>
/// Reads and writes <see cref="ScoreEvent"/> in Gamezop's wire form, by the rules of <see cref="ScoreEvent.Parse"/>. It stands on the type
/// already: <see cref="JsonSerializer"/> finds it by itself, also in a source-generated context of yours and inside types of yours.
/// </summary>
/// <remarks>
/// A payload that breaks a rule gives a <see cref="JsonException"/> with the <see cref="ScoreFormatException"/> inside, an event that does
/// the <see cref="ScoreFormatException"/> itself. The options' naming policies, number handling, comments, trailing commas and the like change nothing here.
/// As everywhere in System.Text.Json, <c>null</c> reads as a null reference.
/// </remarks>
public sealed class ScoreEventJsonConverter : JsonConverter<ScoreEvent>
{
    /// <inheritdoc/>
    public override ScoreEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // The reader may stand on a payload in pieces; a document brings the value together, for the rules to be one and the same code.
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        if (ScoreEventReader.TryRead(JsonMarshal.GetRawUtf8Value(document.RootElement), out ScoreEvent? scoreEvent, out ScoreFormatError? error))
            return scoreEvent;
        ScoreFormatException exception = new(error);
        throw new JsonException(exception.Message, exception);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ScoreEvent value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        ScoreEventWriter.Write(writer, value);
    }
}
