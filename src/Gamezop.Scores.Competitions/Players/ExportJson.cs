using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Gamezop.Scores.Competitions;

/// <summary>Writes whole values into an export.</summary>
internal static class ExportJson
{
    // The serializer's own way into a writer flushes it at once, and not asynchronously: a response refuses that.
    public static void WriteValue<T>(this Utf8JsonWriter writer, T value, JsonTypeInfo<T> type) => writer.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes(value, type), skipInputValidation: true);
}
