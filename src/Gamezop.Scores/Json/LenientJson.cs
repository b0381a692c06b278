using System.Globalization;
using System.Text.Json;

namespace Gamezop.Scores;

/// <summary>Reads JSON whose sender may leave out, null or retype any member: what can't be read is null and breaks nothing else.</summary>
internal static class LenientJson
{
    // As the browser's reader: a longer text says nothing more about a double.
    private const int MaxNumberLength = 1_024;

    extension(JsonElement element)
    {
        /// <summary>The member, or an undefined element when there is none or the element is no object. Of repeated members the last.</summary>
        public JsonElement Member(string name) =>
            element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) ? member : default;

        /// <summary>The members of an object whose names are text; nothing for any other kind.</summary>
        public IEnumerable<(string Name, JsonElement Value)> Members()
        {
            if (element.ValueKind is not JsonValueKind.Object)
                yield break;
            foreach (JsonProperty property in element.EnumerateObject())
            {
                if (TryGetText(() => property.Name) is { } name)
                    yield return (name, property.Value);
            }
        }

        /// <summary>The elements of an array; nothing for any other kind.</summary>
        public IEnumerable<JsonElement> Items() => element.ValueKind is JsonValueKind.Array ? element.EnumerateArray() : [];

        /// <summary>A string that is not empty, or a number as it is written.</summary>
        public string? Text() => element.ValueKind switch
        {
            JsonValueKind.String => TryGetText(element.GetString),
            JsonValueKind.Number => element.GetRawText(),
            _ => null,
        };

        /// <summary>A finite number, also in a string.</summary>
        public double? Number()
        {
            const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
            return element.Text() is { Length: <= MaxNumberLength } text
                && double.TryParse(text, Styles, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
                ? number
                : null;
        }

        /// <summary>A number without a fraction, from 0 to below <paramref name="max"/>, also in a string; larger than 2^53 it is approximate.</summary>
        public long? Whole(long max) => element.Number() is { } number && number >= 0 && number < max && double.IsInteger(number) ? (long)number : null;

        /// <summary>A boolean.</summary>
        public bool? Flag() => element.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };
    }

    private static string? TryGetText(Func<string?> get)
    {
        try
        {
            return get() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate, or bytes that are not UTF-8: no text.
            return null;
        }
    }
}
