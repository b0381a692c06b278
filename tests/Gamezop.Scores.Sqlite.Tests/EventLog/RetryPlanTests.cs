using Gamezop.Scores.Conformance;

namespace Gamezop.Scores.Sqlite.Tests.EventLog;

/// <summary>Whatever many retries there are, a page of them reads no more than itself.</summary>
public sealed class RetryPlanTests : EventLogSuite<SqliteLogFixture>
{
    [Theory]
    [InlineData(EventLogSql.DueRetries, "gamezop_retries_due")]
    [InlineData(EventLogSql.PutAside, "gamezop_retries_put_aside")]
    public void A_page_of_retries_is_read_from_its_index_in_order(string sql, string index)
    {
        var plan = Fixture.Database.Read(session =>
        {
            var steps = new List<string>();
            using var rows = session["EXPLAIN QUERY PLAN " + sql].Query("h", 0L, 512L);
            while (rows.Read())
                steps.Add(rows.GetString(3));
            return steps;
        });

        plan.Should().NotContain(step => step.Contains("TEMP B-TREE"), "nothing is sorted");
        plan.Should().NotContain(step => step.StartsWith("SCAN"), "and no table is gone through");
        plan[0].Should().Be($"SEARCH r USING INDEX {index} (consumer=? AND due_at<?)");
        plan[1].Should().StartWith("SEARCH e USING INTEGER PRIMARY KEY");
    }
}
