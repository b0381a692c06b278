using System.Runtime.InteropServices;
using System.Text.Json;

namespace Gamezop.Scores;

/// <summary>Compares JSON by value, as <see cref="JsonElement.DeepEquals"/> does, but that one throws where a number's exponent goes beyond an int.</summary>
internal static class JsonValues
{
    // What an int holds for certain.
    private const int MostExponentDigits = 9;

    public static bool AreEqual(JsonElement one, JsonElement other)
    {
        if (one.ValueKind != other.ValueKind)
            return false;
        return one.ValueKind switch
        {
            JsonValueKind.Object => one.GetPropertyCount() == other.GetPropertyCount()
                && ByName(one).Zip(ByName(other)).All(pair => pair.First.Name == pair.Second.Name && AreEqual(pair.First.Value, pair.Second.Value)),
            JsonValueKind.Array => one.GetArrayLength() == other.GetArrayLength()
                && one.EnumerateArray().Zip(other.EnumerateArray()).All(pair => AreEqual(pair.First, pair.Second)),
            JsonValueKind.Number => AreEqualNumbers(one, other),
            _ => JsonElement.DeepEquals(one, other),
        };
    }

    /// <summary>Numbers with monstrous exponents are equal when they are written alike.</summary>
    private static bool AreEqualNumbers(JsonElement one, JsonElement other)
    {
        ReadOnlySpan<byte> text = JsonMarshal.GetRawUtf8Value(one);
        ReadOnlySpan<byte> otherText = JsonMarshal.GetRawUtf8Value(other);
        return text.SequenceEqual(otherText) || (HasUsualExponent(text) && HasUsualExponent(otherText) && JsonElement.DeepEquals(one, other));
    }

    private static bool HasUsualExponent(ReadOnlySpan<byte> number)
    {
        int at = number.IndexOfAny((byte)'e', (byte)'E');
        return at < 0 || number[(at + 1)..].TrimStart("+-"u8).Length <= MostExponentDigits;
    }

    // Stable, so that repeats of a name are compared in their order.
    private static IOrderedEnumerable<JsonProperty> ByName(JsonElement value) =>
        value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal);
}
