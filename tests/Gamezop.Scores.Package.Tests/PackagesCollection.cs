namespace Gamezop.Scores.Package.Tests;

/// <summary>Packs once for all tests, which then run one after the other.</summary>
[CollectionDefinition(nameof(PackagesCollection))]
public sealed class PackagesCollection : ICollectionFixture<PackedPackages>;
