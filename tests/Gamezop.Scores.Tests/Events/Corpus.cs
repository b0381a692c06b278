using System.Text.Json;

namespace Gamezop.Scores.Tests.Events;

/// <summary>The payload files beside this, each folder with an <c>index.json</c> that says what must come of each file.</summary>
internal static class Corpus
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Events", "Corpus");

    public static IEnumerable<string> Names(string folder)
    {
        // Files and index together, so that a file without an expectation fails, and so does an expectation without a file.
        IEnumerable<string> files = Directory.GetFiles(Path.Combine(Root, folder), "*.json").Select(path => Path.GetFileNameWithoutExtension(path));
        IEnumerable<string> expected = Index(folder).EnumerateObject().Select(property => property.Name);
        return files.Where(name => name != "index").Union(expected).Order(StringComparer.Ordinal);
    }

    public static byte[] Read(string folder, string name) => File.ReadAllBytes(Path.Combine(Root, folder, name + ".json"));

    public static JsonElement Expected(string folder, string name) => Index(folder).GetProperty(name);

    private static JsonElement Index(string folder) => JsonElement.Parse(Read(folder, "index"));
}
