namespace Gamezop.Scores.Browser.Tests;

/// <summary>Starts the browser once for all tests, which then run one after the other.</summary>
[CollectionDefinition(nameof(BrowserCollection))]
public sealed class BrowserCollection : ICollectionFixture<Chromium>;
