using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Gamezop.Scores;

/// <summary>Members that are not ours: read-only, bound to no document that could be disposed, compared by JSON value in any order.</summary>
internal sealed class AdditionalMemberMap : ReadOnlyDictionary<string, JsonElement>
{
    public static readonly AdditionalMemberMap None = new(new Dictionary<string, JsonElement>());

    private AdditionalMemberMap(Dictionary<string, JsonElement> members)
        : base(members)
    {
    }

    public static AdditionalMemberMap CopyOf(IEnumerable<KeyValuePair<string, JsonElement>> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members is AdditionalMemberMap map)
            return map;

        Dictionary<string, JsonElement> copy = new(StringComparer.Ordinal);
        foreach ((string name, JsonElement value) in members)
        {
            if (value.ValueKind is JsonValueKind.Undefined)
                throw new ArgumentException("An additional member has no JSON value.", nameof(members));
            copy.Add(name, value.Clone());
        }

        return copy.Count == 0 ? None : new(copy);
    }

    /// <summary>Takes the members that are not ours out of a payload that has been checked already.</summary>
    /// <returns>False, and the name, where one is given twice.</returns>
    public static bool TryRead(ReadOnlySpan<byte> utf8Json, out AdditionalMemberMap additional, [NotNullWhen(false)] out string? repeated)
    {
        // One document for all of them: many small members must not cost a document each.
        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        foreach (JsonProperty property in JsonElement.Parse(utf8Json).EnumerateObject())
        {
            string name = property.Name;
            if (!ScoreMembers.IsKnown(name) && !members.TryAdd(name, property.Value))
            {
                additional = None;
                repeated = name;
                return false;
            }
        }

        additional = new(members);
        repeated = null;
        return true;
    }

    public bool ValueEquals(AdditionalMemberMap other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (Count != other.Count)
            return false;
        foreach ((string name, JsonElement value) in this)
        {
            if (!other.TryGetValue(name, out JsonElement otherValue) || !JsonValues.AreEqual(value, otherValue))
                return false;
        }

        return true;
    }

    /// <summary>By names and kinds alone: equal values can be written differently (1 and 1.0), their kinds cannot.</summary>
    public int ValueHash()
    {
        int hash = Count;
        foreach ((string name, JsonElement value) in this)
            hash += HashCode.Combine(name, value.ValueKind);
        return hash;
    }
}
