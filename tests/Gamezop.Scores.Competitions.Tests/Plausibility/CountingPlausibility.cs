using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Gamezop.Scores.Competitions.Tests.Plausibility;

/// <summary>Counts the calls of a store, and the bytes of dossiers that go in and out of it.</summary>
internal sealed class CountingPlausibility
{
    public CountingPlausibility(IPlausibilityStore inner)
    {
        Store = DispatchProxy.Create<IPlausibilityStore, Proxy>();
        (((Proxy)(object)Store).Inner, ((Proxy)(object)Store).Counter) = (inner, this);
    }

    public IPlausibilityStore Store { get; }

    public int Calls { get; private set; }

    public long Bytes { get; private set; }

    public void Clear() => (Calls, Bytes) = (0, 0);

    [SuppressMessage("Performance", "CA1852", Justification = "The proxy itself is derived from it at run time.")]
    private class Proxy : DispatchProxy
    {
        public IPlausibilityStore Inner { get; set; } = null!;

        public CountingPlausibility Counter { get; set; } = null!;

        [SuppressMessage("Reliability", "CA2012", Justification = "The caller of the proxied method awaits it, once.")]
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Counter.Calls++;
            if (args![0] is IReadOnlyList<StoredDossier> dossiers)
                Counter.Bytes += dossiers.Sum(dossier => dossier.Data.Length);
            return targetMethod!.Name == nameof(IPlausibilityStore.ReadAsync) ? ReadAsync((IReadOnlyList<DossierKey>)args[0]!, (CancellationToken)args[1]!) : targetMethod.Invoke(Inner, args);
        }

        private async ValueTask<IReadOnlyList<StoredDossier>> ReadAsync(IReadOnlyList<DossierKey> keys, CancellationToken cancellationToken)
        {
            IReadOnlyList<StoredDossier> read = await Inner.ReadAsync(keys, cancellationToken);
            Counter.Bytes += read.Sum(dossier => dossier.Data.Length);
            return read;
        }
    }
}
